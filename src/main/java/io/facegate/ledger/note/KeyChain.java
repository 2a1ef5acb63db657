package io.facegate.ledger.note;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.tree.ConsistencyProof.Tree;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Key chain of a log, in order of rotation. The first key is trusted because it was handed over. Each later key is
 * trusted because a record names it, in a tree that its predecessor signed last.
 */
public final class KeyChain {
    /** The act of a record that names the next key. */
    public static final String ACT = "log_key_rotate";

    private final List<Term> terms = new ArrayList<>();

    /** A key, and the last tree that its predecessor signed. */
    private record Term(VerifierKey key, Tree predecessorTree) {
        long firstIndex() {
            return predecessorTree.size();
        }
    }

    private KeyChain(VerifierKey first) {
        terms.add(new Term(first, new Tree(0, new Rfc6962().emptyRoot())));
    }

    public static KeyChain of(VerifierKey first) throws VerificationException {
        if (first.type() != VerifierKey.LOG) {
            throw new VerificationException("the key is a witness's, not a log's");
        }
        return new KeyChain(first);
    }

    /** Parses a key on its own line, and the proofs of its successors, if any. */
    public static KeyChain parse(String text) throws VerificationException {
        return of(VerifierKey.parse(text.lines().findFirst().orElse("").strip()))
                .extendedBy(text);
    }

    /**
     * Returns this chain extended by the keys that {@code text} proves; skips those that do not follow the newest key.
     */
    public KeyChain extendedBy(String text) throws VerificationException {
        for (var proof : proofs(text)) {
            var next = readNamedKey(proof);
            if (newest().hasSigned(proof.checkpoint()) && !contains(next)) {
                addSuccessor(proof, next);
            }
        }
        return this;
    }

    private boolean contains(VerifierKey key) {
        return terms.stream().anyMatch(term -> term.key.equals(key));
    }

    private static List<TlogProof> proofs(String text) throws VerificationException {
        var found = new ArrayList<TlogProof>();
        int at = text.indexOf(TlogProof.HEAD);
        while (at >= 0) {
            int next = text.indexOf('\n' + TlogProof.HEAD, at);
            found.add(TlogProof.parse(text.substring(at, next < 0 ? text.length() : next)));
            at = next < 0 ? -1 : next + 1;
        }
        return found;
    }

    private void addSuccessor(TlogProof proof, VerifierKey next) throws VerificationException {
        var signed = proof.verify(this);
        if (!next.name().equals(origin()) || next.type() != VerifierKey.LOG) {
            throw new VerificationException("the log's keys do not follow one another");
        }
        terms.add(new Term(next, signed.tree()));
    }

    private static VerifierKey readNamedKey(TlogProof proof) throws VerificationException {
        return VerifierKey.parse(key(proof.record())
                .orElseThrow(() -> new VerificationException("a record of a key rotation names no key")));
    }

    /** The next key that a record names; empty for other records. */
    public static Optional<String> key(byte[] record) {
        try {
            JsonNode said = JsonMappers.PLAIN.readTree(record);
            boolean names = said.path("kind").asText().equals("ADMIN")
                    && said.path("act").asText().equals(ACT);
            return names ? Optional.of(said.path("subject").asText()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The log's name. */
    public String origin() {
        return newest().name();
    }

    public VerifierKey newest() {
        return terms.getLast().key;
    }

    public List<VerifierKey> keys() {
        return terms.stream().map(Term::key).toList();
    }

    /** The last tree signed by each replaced key. */
    public List<Tree> trees() {
        return terms.stream().skip(1).map(Term::predecessorTree).toList();
    }

    /** Verifies a note against the key that was in force, and returns its checkpoint. */
    public Checkpoint open(SignedNote note) throws VerificationException {
        var said = Checkpoint.parse(note);
        if (!said.origin().equals(origin())) {
            throw new VerificationException("it is a checkpoint of the log " + said.origin() + ", not of " + origin());
        }
        for (int i = terms.size() - 1; i >= 0; i--) {
            var key = terms.get(i).key;
            if (key.hasSigned(note)) {
                key.requireSignature(note);
                long until = i + 1 < terms.size() ? terms.get(i + 1).firstIndex() : Long.MAX_VALUE;
                if (said.size() < terms.get(i).firstIndex() || said.size() > until) {
                    throw new VerificationException(
                            "it is signed with a key of the log that was not in use at that time");
                }
                return said;
            }
        }
        throw new VerificationException("no key of the log signed it");
    }
}
