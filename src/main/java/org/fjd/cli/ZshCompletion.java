package org.fjd.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * What zsh reads: the scripts for bash, which it can run; as {@code _fjd} in $fpath, or sourced.
 */
final class ZshCompletion {

    private ZshCompletion() {}

    static String script(List<CommandLine> programs) {
        return """
               #compdef %s
               (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
               autoload -Uz bashcompinit && bashcompinit
               () {
               # Else picocli's scripts would change options and aliases of whoever reads them.
               local ZSH_VERSION=
               %s
               }
               [[ $funcstack[1] != _fjd ]] || _bash_complete -o default -F _complete_$service
               """
                .formatted(
                        programs.stream()
                                .map(CommandLine::getCommandName)
                                .collect(Collectors.joining(" ")),
                        BashCompletion.script(programs));
    }
}
