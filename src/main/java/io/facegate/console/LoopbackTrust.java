package io.facegate.console;

/**
 * Whether every loopback connection may be trusted to come from this machine. A local proxy connects over loopback on
 * behalf of remote clients and need not reveal that. So a loopback address proves nothing unless the operator vouches
 * for it.
 *
 * @param trusted true if {@code --trust-loopback} is set
 */
public record LoopbackTrust(boolean trusted) {}
