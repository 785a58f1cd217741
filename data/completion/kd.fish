# kd: completion for fish. In ~/.config/fish/config.fish: kd completion fish | source

function __kd_answers
    set -l before (commandline -opc)
    # Quotes and backslashes are the shell's.
    set -l current (commandline -ct | string replace -ra '["\'\\\\]' '')
    kd __complete -- $before[2..-1] "$current" 2>/dev/null
    or begin
        # The file of --library=FILE.
        set -l flag (string match -r -- '^--[^=]*=' "$current")
        __fish_complete_path (string replace -- "$flag" '' "$current") | string replace -r -- '^' "$flag"
    end
end

complete -c kd -f -k -a '(__kd_answers)'
