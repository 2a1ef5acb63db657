package io.facegate.app;

/** Which build this is; a record names it. */
final class Build {
    static final String VERSION = "0.1.0";

    private Build() {}
}
