package io.facegate.ingress.authzen;

/** A question that cannot be put, in a sentence for whoever asked; nothing is judged. */
final class MalformedQuestionException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedQuestionException(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
