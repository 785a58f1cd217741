#compdef kd
# kd: completion for zsh. In ~/.zshrc, below compinit: source <(kd completion zsh)

_kd() {
  local answer line value
  local -a whole begun
  # Quotes and backslashes are the shell's.
  answer=$(kd __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null) || {
    compset -P '--*='
    _files
    return
  }
  for line in "${(@f)answer}"; do
    [[ -n $line ]] || continue
    # A colon parts a value from the words on it.
    value=${${line%%$'\t'*}//:/\\:}
    [[ $line == *$'\t'* ]] && line=$value:${line#*$'\t'} || line=$value
    # Behind these there is more to type.
    if [[ $value == *[:=.] ]]; then begun+=("$line"); else whole+=("$line"); fi
  done
  # The case of letters does not count, as in kd.
  local either='m:{[:lower:][:upper:]}={[:upper:][:lower:]}'
  _describe -V kd whole -M $either -- begun -M $either -S ''
}

# As a file in $fpath this is the function itself; read by a shell it makes the function known.
if [[ $funcstack[1] == _kd ]]; then
  _kd "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _kd kd
fi
