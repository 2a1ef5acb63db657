package io.facegate.ledger.witness;

import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Witness policy: the witnesses, and which of them form a quorum (c2sp.org/tlog-policy).
 *
 * @param quorum the name of a witness or a group, or {@code none}
 */
public record WitnessPolicy(Map<String, Witness> witnesses, Map<String, Group> groups, String quorum) {
    /** The policy without witnesses. */
    public static final WitnessPolicy NONE = new WitnessPolicy(Map.of(), Map.of(), "none");

    private static final int MOST = 64;

    /**
     * One witness.
     *
     * @param url its submission address, or null if it is only verified
     */
    public record Witness(
            String name, VerifierKey key, @Nullable URI url) {}

    /** A group; at least {@code least} of its members must have signed. */
    public record Group(int threshold, List<String> members) {}

    /** Parses a policy. */
    public static WitnessPolicy parse(String text) throws VerificationException {
        var reading = new Reading();
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var words = line.strip().split("[ \t]+");
            if (!line.isBlank() && !words[0].startsWith("#")) {
                try {
                    reading.readLine(words);
                } catch (VerificationException wrong) {
                    throw new VerificationException("line " + number + ": " + wrong.reason());
                }
            }
        }
        return reading.finish();
    }

    /** The names of the witnesses that signed the note; an invalid signature rejects the note. */
    public Set<String> verifiedWitnesses(SignedNote note) throws VerificationException {
        var found = new HashSet<String>();
        for (var witness : witnesses.values()) {
            if (witness.key.hasSigned(note)) {
                witness.key.requireSignature(note);
                found.add(witness.name);
            }
        }
        return found;
    }

    /** True if these meet the quorum. */
    public boolean meetsQuorum(Set<String> cosigned) {
        return quorum.equals("none") || counts(quorum, cosigned);
    }

    private boolean counts(String name, Set<String> cosigned) {
        var group = groups.get(name);
        return group == null
                ? cosigned.contains(name)
                : group.members.stream()
                                .filter(member -> counts(member, cosigned))
                                .count()
                        >= group.threshold;
    }

    /** Requires that enough witnesses signed. */
    public void requireQuorum(SignedNote note) throws VerificationException {
        var cosigned = verifiedWitnesses(note);
        if (!meetsQuorum(cosigned)) {
            throw new VerificationException("the checkpoint lacks the quorum of its witnesses: it has "
                    + (cosigned.isEmpty() ? "none" : String.join(", ", cosigned)));
        }
    }

    /** Parser state of a policy. */
    private static final class Reading {
        private final Map<String, Witness> witnesses = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Set<String> members = new HashSet<>();
        private @Nullable String quorum;

        void readLine(String[] words) throws VerificationException {
            boolean fits = switch (words[0]) {
                case "log" -> words.length == 2 || words.length == 3;
                case "witness" -> (words.length == 3 || words.length == 4) && witness(words);
                case "group" -> words.length >= 4 && group(words);
                case "quorum" -> words.length == 2 && quorum(words[1]);
                default -> false;
            };
            if (!fits) {
                throw new VerificationException(
                        "a line is log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|K NAME... or"
                                + " quorum NAME|none, and names only what stands above it");
            }
        }

        private boolean witness(String[] words) throws VerificationException {
            var key = VerifierKey.parse(words[2]);
            if (key.type() != VerifierKey.COSIGNER) {
                throw new VerificationException("the key is not one that cosigns");
            }
            boolean again = witnesses.values().stream().anyMatch(one -> Arrays.equals(one.key.key(), key.key()));
            if (again || isKnown(words[1]) || witnesses.size() == MOST) {
                throw new VerificationException("the witness has the name or the key of another, or is one too many");
            }
            witnesses.put(words[1], new Witness(words[1], key, words.length == 4 ? url(words[3]) : null));
            return true;
        }

        private static URI url(String text) throws VerificationException {
            try {
                var url = URI.create(text);
                if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                    return url;
                }
            } catch (IllegalArgumentException malformed) {
                throw new VerificationException(text + " is not an address");
            }
            throw new VerificationException(text + " is not an address of http or https");
        }

        private boolean group(String[] words) {
            var of = List.of(words).subList(3, words.length);
            boolean fits = !isKnown(words[1])
                    && groups.size() < MOST
                    && of.stream().allMatch(member -> isKnown(member) && !member.equals("none") && members.add(member));
            int least = switch (words[2]) {
                case "all" -> of.size();
                case "any" -> 1;
                default -> words[2].matches("[1-9][0-9]?") ? Integer.parseInt(words[2]) : 0;
            };
            groups.put(words[1], new Group(least, of));
            return fits && least >= 1 && least <= of.size();
        }

        private boolean isKnown(String name) {
            return name.equals("none") || witnesses.containsKey(name) || groups.containsKey(name);
        }

        private boolean quorum(String name) {
            boolean first = quorum == null;
            quorum = name;
            return first && isKnown(name);
        }

        WitnessPolicy finish() throws VerificationException {
            if (quorum == null) {
                throw new VerificationException("there is no quorum line; one without witnesses says: quorum none");
            }
            return new WitnessPolicy(Map.copyOf(witnesses), Map.copyOf(groups), quorum);
        }
    }
}
