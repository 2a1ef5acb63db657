package io.facegate.app.demo;

/** Who calls in the demo, and how often on a working day and on a day of a weekend. */
enum DemoCaller {
    CHILDREN("hope-for-children", "192.0.2.0", 6, 2),
    CLEARING_HOUSE("great-lakes-clearing-house", "198.51.100.0", 6, 2),
    RESCUE("great-lakes-clearing-house", "198.51.100.0", 0, 0),
    CORONER("great-lakes-clearing-house", "198.51.100.0", 0, 0),
    POLICE("springfield-police", "203.0.113.0", 5, 2),
    CONTRACTOR("cascade-image-lab", "203.0.113.0", 3, 0),
    BANK("riverside-bank", "192.0.2.0", 7, 0),
    SHOP("corner-market", "198.51.100.0", 4, 1),
    DEVELOPER("facet-labs", "192.0.2.0", 3, 0);

    private final String organisation;
    private final String network;
    private final int onWorkingDays;
    private final int onWeekends;

    DemoCaller(String organisation, String network, int onWorkingDays, int onWeekends) {
        this.organisation = organisation;
        this.network = network;
        this.onWorkingDays = onWorkingDays;
        this.onWeekends = onWeekends;
    }

    String organisation() {
        return organisation;
    }

    /** Where its calls come from: a network that is kept for examples. */
    String network() {
        return network;
    }

    int calls(boolean weekend) {
        return weekend ? onWeekends : onWorkingDays;
    }
}
