package io.facegate.cli;

/** Exit codes of all commands. Stable: scripts rely on the numbers. */
public enum ExitCode {
    DONE(0, "done"),
    FAULT(1, "a fault"),
    USAGE(2, "usage"),
    DOES_NOT_COMPILE(3, "a policy does not compile"),
    POLICY_TEST_FAILED(4, "a policy test or invariant fails"),
    LEDGER_DOES_NOT_VERIFY(5, "the ledger does not verify");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
