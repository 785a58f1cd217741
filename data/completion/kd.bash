# kd: completion for bash 4.3 and later. In ~/.bashrc: source <(kd completion bash)

_kd() {
  # Bash cuts words at the characters of COMP_WORDBREAKS, such as the colon of tag:whitening. Here the words are put
  # together again, up to the cursor.
  local words=() word rest=${COMP_LINE:0:COMP_POINT} i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == 0)) || [[ -z $rest || $rest == [[:space:]]* ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      words+=("")
    fi
    [[ $rest == "$word"* ]] || word=$rest
    rest=${rest#"$word"}
    words[-1]+=$word
  done

  local current=${words[-1]} answer
  # Quotes and backslashes are the shell's.
  words=("${words[@]//[\"\'\\]/}")
  answer=$(kd __complete -- "${words[@]:1}" 2>/dev/null) || { compopt -o default; return; }

  # What stands before the last of the characters that cut stays, unless a quote holds the word together. An at sign
  # belongs to what is behind it.
  local kept="" line cuts=${COMP_WORDBREAKS//[^:=]/}
  if [[ $current != [\"\']* ]]; then
    [[ -z $cuts ]] || kept=${current%"${current##*["$cuts"]}"}
    [[ $COMP_WORDBREAKS != *@* || ${current#"$kept"} != *@* ]] || kept=${current%@*}
  fi
  COMPREPLY=()
  while IFS= read -r line; do
    line=${line%%$'\t'*}
    [[ -n $line ]] || continue
    line=${line#"$kept"}
    # Behind these there is more to type.
    [[ $line == *[:=.] ]] && compopt -o nospace
    [[ $current != [\"\']* && $line == *[[:space:]\'\"\\\$\`\&\;\(\)\<\>\|]* ]] && printf -v line %q "$line"
    COMPREPLY+=("$line")
  done <<<"$answer"
}

# The order of the answers is kept where bash can: weeks are listed newest first.
complete -o nosort -F _kd kd 2>/dev/null || complete -F _kd kd
