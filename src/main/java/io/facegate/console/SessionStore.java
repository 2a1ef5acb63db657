package io.facegate.console;

import io.facegate.console.ConsoleSessions.Session;
import io.facegate.registry.Person.Login;
import org.jspecify.annotations.Nullable;

/** Where the sessions of one kind of login are kept. */
interface SessionStore {
    /** Starts a session with a secret of its own, whatever the browser sent before; without a login a local one. */
    String open(@Nullable Login login);

    /** The session with that secret, which lives on; null if there is none, or it is over. */
    @Nullable
    Session find(String secret);

    /** Ends the session with that secret, if there is one. */
    void close(String secret);
}
