/** The check of Google Cloud: IAM and deny policies, service accounts, API keys, and organisation policies. */
@NullMarked
package io.facegate.usecase.lockdown.google;

import org.jspecify.annotations.NullMarked;
