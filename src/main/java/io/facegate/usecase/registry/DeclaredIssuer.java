package io.facegate.usecase.registry;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedSet;

/**
 * A token issuer as a file of issuers declares it.
 *
 * @param name what it is accepted under: the issuer, marked if its tokens are of people
 * @param digest over everything that is trusted about it, including its key file
 * @param people whether its tokens are of people
 * @param organisations ids of the organisations that it may speak for
 * @param keys its public keys: their address or their file
 */
public record DeclaredIssuer(String name, String digest, boolean people, SortedSet<String> organisations, String keys) {
    /** Marks the name of an issuer of people. */
    public static final String OF_PEOPLE = "people:";

    private static final int ID_LENGTH = 32;

    /** The id of an issuer in addresses, where its name has characters that do not belong: from the name's SHA-256. */
    public static String id(String name) {
        var digest = Digests.sha256(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
    }
}
