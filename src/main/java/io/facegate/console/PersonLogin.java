package io.facegate.console;

import io.facegate.registry.Person.Login;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How people log in: at an OpenID provider, with an authorization code, PKCE, a state and a nonce. */
public interface PersonLogin {
    /**
     * An OpenID provider that an operator trusts for people.
     *
     * @param name as the login page shows it
     */
    record Provider(String issuer, String name) {}

    /** The providers of which the console is a client; none if nobody can log in. */
    List<Provider> providers();

    /**
     * The address at the provider to which the browser is sent.
     *
     * @param back the console's own address to which the provider sends the browser back
     * @throws Failed if the provider cannot be asked
     */
    URI start(LoginAttempt attempt, URI back) throws Failed;

    /**
     * The login of the person whom the provider's code is about.
     *
     * @throws Failed if the provider does not take the code, or its ID token is not accepted
     */
    Login finish(LoginAttempt attempt, Returned returned, URI back) throws Failed;

    /** Where the person can log out at the provider too. */
    Optional<URI> logout(String issuer);

    /**
     * What the provider's answer brought back in the address.
     *
     * @param issuer the parameter {@code iss} (RFC 9207), or empty
     */
    record Returned(String code, Optional<String> issuer) {}

    /** Says why somebody could not log in, for the log. */
    final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        public Failed(String why) {
            super(why);
        }

        public Failed(String why, Exception cause) {
            super(why, cause);
        }
    }
}
