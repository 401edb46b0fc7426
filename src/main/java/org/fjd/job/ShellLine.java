package org.fjd.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a line as far as is needed to tell whether it takes a shell, how its words are split if it
 * does not, and whether one more argument can be written at its end. It does not judge: a line that
 * no shell would accept is for the shell to complain about.
 */
final class ShellLine {

    /** What is nested deeper is not read but left to the shell. */
    private static final int DEEPEST = 100;

    private static final String BLANKS = " \t";
    private static final String OPERATORS = "|&;<>()\n";
    private static final String SPECIAL_IN_WORDS = "*?[]{}";

    /** A command may stand behind each of them; behind a closing one, if there is a separator. */
    private static final Set<String> RESERVED =
            Set.of(
                    "!",
                    "{",
                    "}",
                    "if",
                    "then",
                    "elif",
                    "else",
                    "fi",
                    "while",
                    "until",
                    "do",
                    "done",
                    "for",
                    "case",
                    "esac",
                    "select",
                    "function",
                    "in");

    /** The shell's own, no programs, that execute the rest of their line. */
    private static final Set<String> PREFIXES = Set.of("exec", "command", "eval", ".", "source");

    /** The shell's own, no programs, that have no use for a job file. */
    private static final Set<String> BUILTINS =
            Set.of(
                    ":",
                    "alias",
                    "bg",
                    "break",
                    "builtin",
                    "cd",
                    "continue",
                    "declare",
                    "exit",
                    "export",
                    "fc",
                    "fg",
                    "getopts",
                    "hash",
                    "jobs",
                    "let",
                    "local",
                    "popd",
                    "pushd",
                    "read",
                    "readonly",
                    "return",
                    "set",
                    "shift",
                    "shopt",
                    "times",
                    "trap",
                    "type",
                    "typeset",
                    "ulimit",
                    "umask",
                    "unalias",
                    "unset",
                    "wait");

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*\\+?=");
    private static final Pattern JOB_FILE =
            Pattern.compile("\\$([1@*]|\\{#?([1@*]|FJD_JOB_FILE)(?!\\w)|FJD_JOB_FILE(?!\\w))");

    /** What a word would be that stands next on the line. */
    private enum Next {
        COMMAND,
        ARGUMENT,
        /** Of no use to the command that is there. */
        USELESS
    }

    private final String line;
    private final List<String> words = new ArrayList<>();
    private int at;
    private int depth;
    private Next next = Next.COMMAND;
    private boolean empty = true;
    private boolean redirecting;
    private boolean needsShell;
    private boolean namesJobFile;
    private boolean endsInBackslash;

    /** Whatever is written at the end would be part of what the line's end is within. */
    private boolean openEnd;

    private Optional<Character> openQuote = Optional.empty();

    private ShellLine(String line, int at, int depth) {
        this.line = line;
        this.at = at;
        this.depth = depth;
    }

    static ShellLine of(String line) {
        ShellLine whole = new ShellLine(line, 0, 0);
        whole.needsShell = line.indexOf('\n') >= 0;
        whole.readCommands(false);
        return whole;
    }

    /** Whether the line does not say anything that could be run. */
    boolean isEmpty() {
        return empty || (!needsShell && words.get(0).isEmpty());
    }

    boolean needsShell() {
        return needsShell;
    }

    /** The words, unquoted; good only if no shell is needed. */
    List<String> words() {
        return words;
    }

    Optional<Character> openQuote() {
        return openQuote;
    }

    boolean endsInBackslash() {
        return endsInBackslash;
    }

    /** Whether an argument written at the end goes to the last command, and is wanted there. */
    boolean takesArgument() {
        return next == Next.ARGUMENT
                && !redirecting
                && !namesJobFile
                && !openEnd
                && !endsInBackslash
                && openQuote.isEmpty();
    }

    private void readCommands(boolean untilParenthesis) {
        int depth = 0;
        while (!atEnd()) {
            char c = line.charAt(at);
            if (BLANKS.indexOf(c) >= 0) {
                at++;
            } else if (c == '#') {
                skipComment();
            } else if (OPERATORS.indexOf(c) < 0) {
                readWord();
            } else if (c == '(') {
                depth++;
                readOperator(c);
            } else if (c == ')' && --depth < 0 && untilParenthesis) {
                return;
            } else {
                readOperator(c);
            }
        }
    }

    private void skipComment() {
        needsShell = true;
        int newline = line.indexOf('\n', at);
        openEnd = newline < 0;
        at = openEnd ? line.length() : newline;
    }

    private void readOperator(char c) {
        needsShell = true;
        empty = false;
        int start = at++;
        if (c == '<' || c == '>') {
            while (!atEnd() && "<>&|".indexOf(line.charAt(at)) >= 0) {
                at++;
            }
            openEnd |= line.startsWith("<<", start);
            redirecting = true;
        } else {
            next = Next.COMMAND;
            redirecting = false;
        }
    }

    private void readWord() {
        empty = false;
        int start = at;
        boolean quoted = false;
        StringBuilder word = new StringBuilder();
        while (!atEnd() && (BLANKS + OPERATORS).indexOf(line.charAt(at)) < 0) {
            char c = line.charAt(at);
            quoted |= "'\"\\".indexOf(c) >= 0;
            switch (c) {
                case '\'' -> readSingleQuotes(word);
                case '"' -> readDoubleQuotes(word);
                case '\\' -> readBackslash(word);
                case '$' -> readDollar(word, false);
                case '`' -> readBackquotes(word);
                default -> {
                    boolean home = c == '~' && (at == start || "=:".indexOf(before()) >= 0);
                    needsShell |= home || SPECIAL_IN_WORDS.indexOf(c) >= 0;
                    word.append(c);
                    at++;
                }
            }
        }
        boolean descriptor =
                !atEnd()
                        && "<>".indexOf(line.charAt(at)) >= 0
                        && !quoted
                        && word.chars().allMatch(c -> c >= '0' && c <= '9');
        if (redirecting) {
            redirecting = false;
        } else if (!descriptor) {
            boolean assigns = ASSIGNMENT.matcher(line).region(start, line.length()).lookingAt();
            place(word.toString(), assigns, quoted);
        }
    }

    private void place(String word, boolean assigns, boolean quoted) {
        words.add(word);
        if (next != Next.COMMAND) {
            return;
        }
        if (assigns || PREFIXES.contains(word) || (!quoted && RESERVED.contains(word))) {
            needsShell = true;
        } else if (BUILTINS.contains(word)) {
            needsShell = true;
            next = Next.USELESS;
        } else {
            next = Next.ARGUMENT;
        }
    }

    private void readSingleQuotes(StringBuilder word) {
        int close = line.indexOf('\'', at + 1);
        if (close < 0) {
            endWithin('\'');
        } else {
            word.append(line, at + 1, close);
            at = close + 1;
        }
    }

    private void readDoubleQuotes(StringBuilder word) {
        at++;
        while (!atEnd() && line.charAt(at) != '"') {
            char c = line.charAt(at);
            switch (c) {
                case '$' -> readDollar(word, true);
                case '`' -> readBackquotes(word);
                case '\\' -> {
                    boolean escapes = at + 1 < line.length() && "$`\"\\".indexOf(after()) >= 0;
                    word.append(escapes ? after() : c);
                    at += escapes ? 2 : 1;
                }
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }
        if (atEnd()) {
            endWithin('"');
        } else {
            at++;
        }
    }

    private void readBackslash(StringBuilder word) {
        if (at + 1 == line.length()) {
            endsInBackslash = true;
            at++;
        } else {
            word.append(after());
            at += 2;
        }
    }

    private void readDollar(StringBuilder word, boolean inDoubleQuotes) {
        needsShell = true;
        namesJobFile |= JOB_FILE.matcher(line).region(at, line.length()).lookingAt();
        word.append('$');
        if (depth == DEEPEST) {
            openEnd = true;
            at = line.length();
        } else if (line.startsWith("$(", at)) {
            readNested(new ShellLine(line, at + 2, depth + 1));
        } else if (line.startsWith("${", at)) {
            depth++;
            readBraces(word, inDoubleQuotes);
            depth--;
        } else {
            at += line.startsWith("$$", at) ? 2 : 1;
        }
    }

    private void readNested(ShellLine inner) {
        inner.readCommands(true);
        namesJobFile |= inner.namesJobFile;
        openEnd |= inner.atEnd();
        at = inner.at + 1;
    }

    private void readBraces(StringBuilder word, boolean inDoubleQuotes) {
        at += 2;
        while (!atEnd() && line.charAt(at) != '}') {
            char c = line.charAt(at);
            if (c == '\'' && !inDoubleQuotes) {
                readSingleQuotes(word);
            } else if (c == '"') {
                readDoubleQuotes(word);
            } else if (c == '\\') {
                at += 2;
            } else if (c == '$') {
                readDollar(word, inDoubleQuotes);
            } else if (c == '`') {
                readBackquotes(word);
            } else {
                at++;
            }
        }
        openEnd |= atEnd();
        at++;
    }

    private void readBackquotes(StringBuilder word) {
        needsShell = true;
        word.append('`');
        int start = at + 1;
        int close = start;
        while (close < line.length() && line.charAt(close) != '`') {
            close += line.charAt(close) == '\\' ? 2 : 1;
        }
        openEnd |= close >= line.length();
        close = Math.min(close, line.length());
        namesJobFile |= ShellLine.of(line.substring(start, close)).namesJobFile;
        at = close + 1;
    }

    private void endWithin(char quote) {
        if (!openEnd) {
            openQuote = Optional.of(quote);
        }
        at = line.length();
    }

    private boolean atEnd() {
        return at >= line.length();
    }

    private char before() {
        return line.charAt(at - 1);
    }

    private char after() {
        return line.charAt(at + 1);
    }
}
