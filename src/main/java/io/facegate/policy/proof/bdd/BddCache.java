package io.facegate.policy.proof.bdd;

/** Operation cache (lossy hash table): a new result may evict an old one. */
final class BddCache {
    private static final int LARGEST = 1 << 20;

    private long[] asked;
    private byte[] what;
    private int[] answers;

    BddCache(int size) {
        asked = new long[size];
        what = new byte[size];
        answers = new int[size];
    }

    /** Clears and enlarges the cache if the nodes far outnumber its entries. */
    void resizeFor(int nodes) {
        int size = answers.length;
        if (nodes > size && size < LARGEST) {
            asked = new long[size * 4];
            what = new byte[size * 4];
            answers = new int[size * 4];
        }
    }

    /** The cached result, or -1. */
    int find(int question, int one, int other) {
        int slot = slot(question, one, other);
        return what[slot] == question && asked[slot] == key(one, other) ? answers[slot] : -1;
    }

    /** Caches a result and returns it. */
    int put(int question, int one, int other, int answer) {
        int slot = slot(question, one, other);
        what[slot] = (byte) question;
        asked[slot] = key(one, other);
        answers[slot] = answer;
        return answer;
    }

    private int slot(int question, int one, int other) {
        return BddNodes.hash(question, one, other) & (answers.length - 1);
    }

    private static long key(int one, int other) {
        return (long) one << 32 | other;
    }
}
