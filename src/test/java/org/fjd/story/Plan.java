package org.fjd.story;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.fjd.story.Fault.Kind;
import org.fjd.story.Operation.Role;

/**
 * All that decides how a story goes.
 *
 * @param seed of the order of the steps, and of what users and jobs do
 * @param haste one step in so many gives the turn to somebody else
 * @param workers how many there are at the start
 * @param dispatchers how many there are at the start
 * @param seated whether these share one seat; if not, all dispatch at once
 * @param users how many there are
 * @param acts what each of them does at most
 * @param faults what goes wrong
 */
record Plan(
        long seed,
        int haste,
        int workers,
        int dispatchers,
        boolean seated,
        int users,
        int acts,
        List<Fault> faults) {

    private static final int LONGEST_STALL = 60;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<Role> WORKERS_OWN =
            List.of(
                    Role.ANY,
                    Role.LISTING,
                    Role.ANNOUNCE,
                    Role.APPEND,
                    Role.RESERVE,
                    Role.PUBLISH,
                    Role.REQUEUE,
                    Role.RENEW,
                    Role.BEAT);
    private static final List<Role> DISPATCHERS_OWN =
            List.of(
                    Role.ANY,
                    Role.LISTING,
                    Role.TAKE,
                    Role.ASSIGN,
                    Role.STRIKE,
                    Role.FENCE,
                    Role.APPEND,
                    Role.RESERVE,
                    Role.PUBLISH,
                    Role.REQUEUE);

    /** Any story. */
    static Plan of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        int workers = 1 + random.nextInt(3);
        int dispatchers = 1 + random.nextInt(2);
        boolean seated = random.nextBoolean();
        int users = 1 + random.nextInt(2);
        int acts = 1 + random.nextInt(5);
        int haste = List.of(1, 2, 4, 12).get(random.nextInt(4));
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            faults.add(fault(random, workers, dispatchers, users));
        }
        return new Plan(seed, haste, workers, dispatchers, seated, users, acts, faults);
    }

    private static Fault fault(Random random, int workers, int dispatchers, int users) {
        int who = random.nextInt(20);
        String party;
        List<Role> roles;
        if (who < 11) {
            party = "worker" + (1 + random.nextInt(workers + 1));
            roles = WORKERS_OWN;
        } else if (who < 19) {
            party = "dispatcher" + (1 + random.nextInt(dispatchers + 1));
            roles = DISPATCHERS_OWN;
        } else {
            return new Fault(
                    "user" + (1 + random.nextInt(users)),
                    Role.ANY,
                    1 + random.nextInt(20),
                    random.nextBoolean() ? Kind.KILL_BEFORE : Kind.KILL_AFTER,
                    1);
        }
        Role role = roles.get(random.nextInt(roles.size()));
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        if (kind == Kind.OLD_LISTING) {
            role = Role.LISTING;
        }
        int number = 1 + random.nextInt(role == Role.ANY || role == Role.LISTING ? 60 : 4);
        boolean stalls = kind == Kind.STALL_BEFORE || kind == Kind.STALL_AFTER;
        int amount = 1 + (stalls ? random.nextInt(LONGEST_STALL) : few(random));
        return new Fault(party, role, number, kind, amount);
    }

    private static int few(Random random) {
        return random.nextInt(3) > 0 ? 0 : random.nextInt(30);
    }

    Plan with(List<Fault> others) {
        return new Plan(seed, haste, workers, dispatchers, seated, users, acts, others);
    }

    Plan withActs(int fewer) {
        return new Plan(seed, haste, workers, dispatchers, seated, users, fewer, faults);
    }

    static Plan parse(String text) {
        String[] parts = text.split(",");
        if (parts.length == 1) {
            return of(Long.parseLong(parts[0]));
        }
        return new Plan(
                Long.parseLong(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Boolean.parseBoolean(parts[4]),
                Integer.parseInt(parts[5]),
                Integer.parseInt(parts[6]),
                Arrays.stream(parts).skip(7).map(Fault::parse).toList());
    }

    @Override
    public String toString() {
        String cast =
                String.join(
                        ",",
                        Long.toString(seed),
                        Integer.toString(haste),
                        Integer.toString(workers),
                        Integer.toString(dispatchers),
                        Boolean.toString(seated),
                        Integer.toString(users),
                        Integer.toString(acts));
        return faults.stream().map(fault -> "," + fault).collect(Collectors.joining("", cast, ""));
    }
}
