package org.fjd.dispatch;

import java.util.Set;

/**
 * What a job needs of others in order to run. Jobs with the same claim wait in one line: if the
 * first can't have it, no other can.
 *
 * @param requires labels of the worker
 * @param limits limits that must have room
 */
record Claim(Set<String> requires, Set<String> limits) {}
