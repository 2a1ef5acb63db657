/** What operators do with policies: check, format, test, prove, compare, explain and replay them. */
@NullMarked
package io.facegate.usecase.policy;

import org.jspecify.annotations.NullMarked;
