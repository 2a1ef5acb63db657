package io.facegate.cli;

/** Exit codes of all commands. Stable: scripts rely on the numbers. */
public enum ExitCode {
    DONE(0),
    FAULT(1),
    USAGE(2),
    DOES_NOT_COMPILE(3),
    POLICY_TEST_FAILED(4),
    LEDGER_DOES_NOT_VERIFY(5),
    GOES_ROUND(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
