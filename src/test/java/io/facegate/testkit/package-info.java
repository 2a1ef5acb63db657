/** What tests of every room build their cases from. */
@NullMarked
package io.facegate.testkit;

import org.jspecify.annotations.NullMarked;
