package io.facegate.app.policies;

/** Where the policies of a gateway come from: a folder, or signed bundles. Its first set is in force. */
public interface PolicySource extends AutoCloseable {
    /** The policies in force. */
    PoliciesInForce inForce();

    /** Starts to follow changes; SIGHUP triggers an immediate check. */
    PolicySource watch();

    @Override
    void close();
}
