package io.facegate.usecase.lockdown.account;

import java.io.IOException;

/** An exported file that is missing, cannot be read, or holds what nobody knows the meaning of: nothing is proved. */
public final class AccountExportException extends IOException {
    private static final long serialVersionUID = 1;

    public AccountExportException(String sentence) {
        super(sentence);
    }

    public AccountExportException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
