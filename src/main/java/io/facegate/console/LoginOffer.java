package io.facegate.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a visitor can log in.
 *
 * @param local true on the gateway's own machine, where a printed link works
 * @param until how long the printed link works, in words; empty if none was printed
 * @param ways the providers
 * @param reason why the visitor is asked to log in
 */
record LoginOffer(PageLanguage speech, boolean local, String until, List<Way> ways, Reason reason) {
    /** Why a visitor is asked to log in. */
    enum Reason {
        /** Nobody is logged in. */
        NONE,
        /** The visitor came with a link that no longer works. */
        SPENT,
        /** The browser sent a session that is over. */
        ENDED
    }

    /** A provider on the login page. */
    record Way(String label, String address) {}

    /** The offer for a request. Only a visitor on this machine makes the gateway print a new link. */
    static LoginOffer of(ConsoleLogin login, PersonSessions people, ContainerRequestContext asked, Reason reason) {
        var speech = PageLanguage.fromRequest(asked);
        boolean local = ConsoleAccessFilter.isLocal(asked);
        var until = local ? login.offer() : null;
        var providers = people.providers();
        var ways = IntStream.range(0, providers.size())
                .mapToObj(at ->
                        new Way(speech.fill("login.with", providers.get(at).name()), "/console/login/at/" + at))
                .toList();
        var end = until == null ? "" : speech.fill("login.until", speech.time("time.clock", until));
        return new LoginOffer(speech, local, end, ways, reason);
    }

    public boolean spent() {
        return reason == Reason.SPENT;
    }

    public boolean ended() {
        return reason == Reason.ENDED;
    }

    Response page() {
        return ConsolePages.loginNeeded(this);
    }
}
