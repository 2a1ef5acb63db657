package io.facegate.policy.language;

/**
 * One mistake in a policy file, where it stands.
 *
 * @param file its name, or the folder's for a mistake of no single file
 * @param line from 1, or 0 where the whole file is meant
 * @param column from 1, or 0 where the whole file is meant
 * @param message what is wrong and what was expected
 */
public record PolicyMistake(String file, int line, int column, String message) {
    /** As compilers print it: {@code file:line:column: message}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ':' + line + ':' + column + ": " + message;
    }
}
