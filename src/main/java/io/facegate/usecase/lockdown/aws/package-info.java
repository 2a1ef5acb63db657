/** The check of an AWS account: IAM policies, service control policies, trust. */
@NullMarked
package io.facegate.usecase.lockdown.aws;

import org.jspecify.annotations.NullMarked;
