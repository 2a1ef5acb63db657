package io.facegate.console;

import java.time.Instant;

/** Records as a day at a gateway leaves them. */
final class SampleRecords {
    static final String POLICE = "0199c3f2-7a10-7c55-9f3e-2b9a51d00001";
    static final String RESCUE = "0199c3f2-7a10-7c55-9f3e-2b9a51d00002";
    static final String OPEN = "0199c3f2-7a10-7c55-9f3e-2b9a51d00003";
    static final String HOSTILE = "0199c3f2-7a10-7c55-9f3e-2b9a51d00004";
    static final String SCRIPT = "<script>alert(1)</script>\\\"'><img src=x onerror=alert(2)>\\u202egnp.exe{view.id}";

    private SampleRecords() {}

    static void into(RecordsInMemory archive) {
        archive.clear();
        for (int i = 0; i < 60; i++) {
            archive.add(permit(
                    "filler-" + i,
                    "2026-11-22T08:%02d:00.125Z".formatted(i),
                    "harbour-bank",
                    "customer_onboarding",
                    "verify"));
        }
        archive.add(
                permit("retail-1", "2026-11-23T17:59:59.001Z", "corner-shops", "age_check", "detect\",\"analyze.age"));
        archive.add(permit(RESCUE, "2026-11-24T09:12:44.310Z", "missing-children-network", "missing_person", "verify"));
        archive.add(outcome(RESCUE));
        archive.add(refuse(POLICE, "riverside-police"));
        archive.add(permit(
                OPEN, "2026-11-24T09:15:00.000Z", "missing-children-network", "missing_person", "identify.retro"));
    }

    static void hostileInto(RecordsInMemory archive) {
        archive.add(refuse(HOSTILE, SCRIPT));
        archive.add("{\"kind\":\"DECISION\",\"verdict\":\"maybe\",\"capabilities\":\"none\",\"id\":\"odd\"}");
    }

    static String permit(String id, String time, String organisation, String purpose, String capability) {
        return """
                {"boot":"5b0f6c1e","build":"0.1.0","capabilities":["%s"],"id":"%s","jurisdictions":["US-WA","US-OR/portland"],\
                "key":"FGKEY7Q2","kind":"DECISION","matched":["base/nonprofit-verify"],"method":"sigv4",\
                "on_behalf_of":[],"operation":"CompareFaces",\
                "organisation":{"id":"%s","type":"nonprofit.child_protection"},\
                "policies":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","provider":"rekognition",\
                "purpose":"%s","rule":"base/nonprofit-verify","schema":"facegate.record/1","time":"%s","verdict":"permit"}""".formatted(capability, id, organisation, purpose, Instant.parse(time));
    }

    static String refuse(String id, String organisation) {
        return """
                {"boot":"5b0f6c1e","build":"0.1.0","capabilities":["detect"],"checked":"2026-11-20",\
                "citation":"Amazon, We are implementing a one-year moratorium on police use of Rekognition, 10 June 2020",\
                "clause":"organisation: law_enforcement.police, provider: rekognition","code":"moratorium",\
                "evidence":["warrant"],"excepted":["us-wa-rcw-43-386/warrant"],\
                "fact":"organisation: law_enforcement.police.local, provider: rekognition",\
                "facts":["offence=homicide"],"id":"%s","jurisdictions":["US-WA"],\
                "key":"FGKEY9ZX","kind":"DECISION",\
                "matched":["amazon-rekognition-2020/police-moratorium","base/detect"],"method":"sigv4",\
                "on_behalf_of":[{"id":"county-sheriff","jurisdictions":["US-WA"],"type":"law_enforcement.police.local"}],\
                "operation":"DetectFaces",\
                "organisation":{"id":"%s","jurisdictions":["US-WA"],"type":"law_enforcement.police"},\
                "pictures":{"bytes":71,"count":1,"pixels":4},\
                "policies":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","provider":"rekognition",\
                "purpose":"suspect_identification","references":[],"rule":"amazon-rekognition-2020/police-moratorium",\
                "schema":"facegate.record/2","threshold":"0.8","time":"2026-11-24T09:13:02.871Z","verdict":"refuse"}""".formatted(id, organisation);
    }

    static String outcome(String decision) {
        return """
                {"boot":"5b0f6c1e","decision_ref":"%s","id":"%s-end","kind":"OUTCOME","micros":41250,"results":2,\
                "schema":"facegate.record/1","status":"ok","time":"2026-11-24T09:12:44.352Z"}""".formatted(decision, decision);
    }
}
