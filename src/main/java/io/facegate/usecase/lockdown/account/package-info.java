/** What the checks of all vendors share: exported files, patterns with wildcards, holes and the report. */
@NullMarked
package io.facegate.usecase.lockdown.account;

import org.jspecify.annotations.NullMarked;
