package io.facegate.console.registry;

import io.facegate.console.ConsolePage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the address of the list of organisations asks for.
 *
 * @param name parts of the name, as typed
 * @param page from 1
 */
record OrganisationSearch(String name, int page) {
    static final int PAGE = 50;

    private static final int LONGEST = 128;

    static OrganisationSearch of(Map<String, List<String>> address) {
        var typed = first(address, "name");
        var page = first(address, "page");
        return new OrganisationSearch(
                typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed,
                page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1);
    }

    private static String first(Map<String, List<String>> address, String name) {
        var given = address.getOrDefault(name, List.of());
        return given.isEmpty() ? "" : given.getFirst().strip();
    }

    List<String> words() {
        return name.isEmpty() ? List.of() : Arrays.asList(name.split("\\s+"));
    }

    /** How many organisations stand before the page. */
    int first() {
        return (page - 1) * PAGE;
    }

    /** The address of another page of the same search. */
    String address(int other) {
        var query = (name.isEmpty() ? "" : "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + '&') + "page="
                + other;
        return ConsolePage.ORGANISATIONS.address() + '?' + query;
    }
}
