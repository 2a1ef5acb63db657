package io.facegate.console;

/**
 * Whether the operator vouches that whoever connects over loopback is on this machine. A proxy on this machine connects
 * over loopback for strangers, and need not say so: without this, a loopback address proves nothing.
 *
 * @param given by {@code --trust-loopback}
 */
public record LoopbackTrust(boolean given) {}
