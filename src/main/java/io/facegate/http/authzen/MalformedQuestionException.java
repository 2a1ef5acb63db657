package io.facegate.http.authzen;

/** An AuthZEN question is malformed, with a message for the caller; nothing is judged. */
final class MalformedQuestionException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedQuestionException(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
