package io.facegate.policy.vocabulary;

import org.jspecify.annotations.Nullable;

/** Organisation type; a tree, so a rule on {@code law_enforcement} binds the police. */
public enum OrganisationType {
    LAW_ENFORCEMENT("law_enforcement", null, "Law enforcement"),
    LAW_ENFORCEMENT_POLICE(
            "law_enforcement.police", LAW_ENFORCEMENT, "Police with powers of arrest, below national level"),
    LAW_ENFORCEMENT_POLICE_LOCAL("law_enforcement.police.local", LAW_ENFORCEMENT_POLICE, "City or county police"),
    LAW_ENFORCEMENT_POLICE_STATE("law_enforcement.police.state", LAW_ENFORCEMENT_POLICE, "State police"),
    LAW_ENFORCEMENT_FEDERAL("law_enforcement.federal", LAW_ENFORCEMENT, "National criminal investigation body"),
    PROSECUTION("prosecution", null, "Prosecutor"),
    JUDICIARY("judiciary", null, "Court"),
    BORDER("border", null, "Migration, asylum or customs control"),
    MILITARY_INTELLIGENCE("military_intelligence", null, "Armed forces or intelligence service"),
    GOVERNMENT("government", null, "Public body without police powers"),
    GOVERNMENT_STATE("government_state", GOVERNMENT, "State body without police powers"),
    GOVERNMENT_LOCAL("government_local", GOVERNMENT, "Local body without police powers"),
    GOVERNMENT_OTHER("government_other", GOVERNMENT, "Other public body without police powers"),
    NONPROFIT("nonprofit", null, "Nonprofit"),
    NONPROFIT_CHILD_PROTECTION(
            "nonprofit.child_protection", NONPROFIT, "Organisation for missing and exploited children"),
    NONPROFIT_ANTI_TRAFFICKING("nonprofit.anti_trafficking", NONPROFIT, "Organisation for victims of trafficking"),
    NONPROFIT_HUMANITARIAN("nonprofit.humanitarian", NONPROFIT, "Aid organisation"),
    NONPROFIT_ACCESSIBILITY("nonprofit.accessibility", NONPROFIT, "Maker of assistive technology"),
    HEALTHCARE("healthcare", null, "Healthcare provider or insurer"),
    EDUCATION("education", null, "School or university"),
    EDUCATION_PUBLIC("education.public", EDUCATION, "Public school or university"),
    EDUCATION_PRIVATE("education.private", EDUCATION, "Private school or university"),
    EMPLOYER("employer", null, "Employer, or its representative towards workers"),
    RETAILER("retailer", null, "Shop open to the public"),
    VENUE_OPERATOR("venue_operator", null, "Other place open to the public"),
    BANK("bank", null, "Regulated financial institution"),
    RESEARCH("research", null, "Academic or scientific institution"),
    MEDIA("media", null, "Professional media"),
    DATA_BROKER("data_broker", null, "Seller of galleries or personal data"),
    VENDOR_ISV("vendor_isv", null, "Supplier of software"),
    CONSUMER("consumer", null, "A person in private use"),
    CONTRACTOR("contractor", null, "Contractor working for another organisation");

    private final String code;
    private final @Nullable OrganisationType parent;
    private final String title;

    OrganisationType(String code, @Nullable OrganisationType parent, String title) {
        this.code = code;
        this.parent = parent;
        this.title = title;
    }

    /** The word in policies and the registry. */
    public String code() {
        return code;
    }

    public @Nullable OrganisationType parent() {
        return parent;
    }

    /** Short description. */
    public String title() {
        return title;
    }

    /** True for the ancestor itself and all its descendants. */
    public boolean isWithin(OrganisationType ancestor) {
        for (OrganisationType at = this; at != null; at = at.parent) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }
}
