package io.facegate.ledger.export;

import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.note.TlogProof;
import io.facegate.ledger.proof.BundleCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The page of a bundle that checks its records in a browser, offline, with the script of the page /log/verify. */
final class BundleCheckPage {
    static final String NAME = "check.html";
    static final String CONTENTS =
            "  check.html         checks the records in a browser, offline; check.fr.html in French\n";
    static final String STEP =
            "<li><a href=\"check.html\">Check it</a>: open check.html, and paste the log’s public key.</li>\n";
    static final String FRENCH_STEP =
            "<li><a href=\"check.fr.html\">Vérifier</a>\u00a0: ouvrez check.fr.html, et collez la"
                    + " clé publique du journal.</li>\n";

    /** More records would make a page that browsers open slowly. */
    static final int MOST = 500;

    private static final String FRENCH_NAME = "check.fr.html";

    private BundleCheckPage() {}

    /** Adds the page in each language, unless there are more records than a page holds. */
    static void put(Map<String, String> files, List<TlogProof> proofs) throws IOException {
        if (!EvidenceBundle.hasCheckPage(proofs.size())) {
            return;
        }
        var script = EvidenceBundle.resource("/console/log/verify.js")
                + EvidenceBundle.resource("/console/log/verify_fr.js")
                + EvidenceBundle.resource("checkpage.js");
        var digest = Digests.sha256(script.getBytes(StandardCharsets.UTF_8));
        var data = data(files.getOrDefault(BundleCheck.KEYS, ""), proofs);
        for (var name : List.of(NAME, FRENCH_NAME)) {
            var page = EvidenceBundle.resource(name)
                    .replace("{hash}", "sha256-" + Base64.getEncoder().encodeToString(digest))
                    .replace("{script}", script)
                    .replace("{data}", data);
            files.put(name, page);
        }
    }

    /** The proofs, and the log's changes of its key: not the key, which comes from elsewhere. No text in it ends the script. */
    private static String data(String keys, List<TlogProof> proofs) throws IOException {
        var data = JsonMappers.PLAIN.createObjectNode();
        data.put("changes", keys.substring(keys.indexOf('\n') + 1));
        var texts = data.putArray("proofs");
        proofs.forEach(proof -> texts.add(proof.encoded()));
        return JsonMappers.PLAIN
                .writeValueAsString(data)
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e");
    }
}
