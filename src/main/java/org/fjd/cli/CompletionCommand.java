package org.fjd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what makes a shell complete the words of fjd, recruiter and dispatcher.",
            "Names of jobs and workers are those of $FJD_SPOOL, else of the current directory."
        },
        footer = {
            "  . <(fjd completion bash)             in ~/.bashrc",
            "  . <(fjd completion zsh)              in ~/.zshrc",
            "  fjd completion zsh >~/.zfunc/_fjd    where ~/.zfunc is in $fpath",
            "  fjd completion fish >~/.config/fish/conf.d/fjd.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        shell.script(Main.programs()).lines().forEach(console::print);
        return ExitCode.OK;
    }
}
