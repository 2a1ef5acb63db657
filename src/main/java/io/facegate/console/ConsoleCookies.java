package io.facegate.console;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Duration;

/**
 * Makes the console's cookies. No script can read them, and over TLS they are for TLS only.
 *
 * @param secure whether the request came over TLS
 */
record ConsoleCookies(boolean secure) {
    /** Session cookies for the console pages and for the log's records; no other path receives them. */
    NewCookie[] session(String secret) {
        return session(secret, ConsoleSessions.LIFE);
    }

    NewCookie[] endedSession() {
        return session("", Duration.ZERO);
    }

    private NewCookie[] session(String secret, Duration life) {
        return new NewCookie[] {
            make(LoginResource.COOKIE, ConsolePage.CONSOLE, secret, life, SameSite.STRICT),
            make(LoginResource.COOKIE, "/log", secret, life, SameSite.STRICT)
        };
    }

    NewCookie remove(String name, String path, SameSite site) {
        return make(name, path, "", Duration.ZERO, site);
    }

    NewCookie make(String name, String path, String value, Duration life, SameSite site) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge((int) life.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(site)
                .build();
    }
}
