/** A vendor that exists only to break the rules of vendors' packages, so that a test sees each rule fail. */
package io.facegate.vendor.planted;
