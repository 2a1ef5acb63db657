package io.facegate.app.demo;

import io.facegate.console.DemoLogins;
import io.facegate.registry.Person.Login;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The people of the demo who can log in at its console. */
final class DemoPeople {
    /** An officer, who looks at held answers too. */
    static final String OFFICER = "f.osei";

    /** A colleague, who looks at held answers. */
    static final String COLLEAGUE = "s.adeyemi";

    /** A member of the nonprofit that calls. */
    static final String MEMBER = "c.reyes";

    private static final Map<String, String> WHO = who();

    private DemoPeople() {}

    private static Map<String, String> who() {
        var all = new LinkedHashMap<String, String>();
        all.put(OFFICER, "the officer, who reviews too");
        all.put(COLLEAGUE, "a colleague, who reviews");
        all.put(MEMBER, "of the nonprofit Hope for Children");
        return all;
    }

    /** Their ids. */
    static List<String> ids() {
        return List.copyOf(WHO.keySet());
    }

    /** Who it is, in words. */
    static String describe(String id) {
        return WHO.getOrDefault(id, "");
    }

    /** How the person logs in; null for one who does not. */
    static @Nullable Login login(String id) {
        return WHO.containsKey(id) ? new Login(DemoLogins.ISSUER, id) : null;
    }
}
