package io.facegate.policy.language;

/**
 * One mistake in a policy file, with its position.
 *
 * @param file the file's name; the folder's for a mistake of no single file
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole file
 * @param message what is wrong and what was expected
 */
public record PolicyMistake(String file, int line, int column, String message) {
    /** Compiler format: {@code file:line:column: message}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ':' + line + ':' + column + ": " + message;
    }
}
