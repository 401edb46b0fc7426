package org.fjd.story;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
 * @param commands how many are given that change, cancel, retry, pack or restore jobs
 * @param extras what else is as it is in few stories
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
        int commands,
        Extras extras,
        List<Fault> faults) {

    /**
     * What is as it is in few stories.
     *
     * @param reapers how many there are that dispatch nothing
     * @param onDisk whether it is played on the default file system, not in memory
     */
    record Extras(int reapers, boolean onDisk) {

        static final Extras NONE = new Extras(0, false);

        private static final String REAPERS = "reapers=";
        private static final String ON_DISK = "on-disk";

        private static Extras parse(List<String> parts) {
            return new Extras(
                    parts.stream()
                            .filter(part -> part.startsWith(REAPERS))
                            .mapToInt(part -> Integer.parseInt(part.substring(REAPERS.length())))
                            .sum(),
                    parts.contains(ON_DISK));
        }

        @Override
        public String toString() {
            return (reapers == 0 ? "" : "," + REAPERS + reapers) + (onDisk ? "," + ON_DISK : "");
        }
    }

    private static final int LONGEST_STALL = 60;
    private static final List<Kind> KINDS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.ADRIFT).toList();
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
    private static final Set<Role> REAPERS =
            EnumSet.of(
                    Role.STRIKE, Role.FENCE, Role.APPEND, Role.RESERVE, Role.PUBLISH, Role.REQUEUE);
    private static final List<Role> REAPERS_OWN =
            List.of(
                    Role.ANY,
                    Role.LISTING,
                    Role.STRIKE,
                    Role.FENCE,
                    Role.APPEND,
                    Role.RESERVE,
                    Role.PUBLISH,
                    Role.REQUEUE);
    private static final List<Role> USERS_OWN = List.of(Role.ANY, Role.LISTING, Role.DROP);
    private static final List<Role> COMMANDS_OWN =
            List.of(
                    Role.ANY,
                    Role.ANY,
                    Role.LISTING,
                    Role.ASSIGN,
                    Role.APPEND,
                    Role.RESERVE,
                    Role.PUBLISH,
                    Role.REQUEUE,
                    Role.RENEW,
                    Role.PACK,
                    Role.FENCE);

    /** Any story. */
    static Plan of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        int workers = 1 + random.nextInt(3);
        int dispatchers = 1 + random.nextInt(2);
        boolean seated = random.nextBoolean();
        int users = 1 + random.nextInt(2);
        int acts = 1 + random.nextInt(5);
        int haste = List.of(1, 2, 4, 12).get(random.nextInt(4));
        int commands = Math.max(0, random.nextInt(6) - 2);
        if (commands > 0 && random.nextBoolean()) {
            workers = 1; // so that jobs are queued for a while
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Fault fault = fault(random, workers, dispatchers, users, commands);
            if (fault.party().startsWith("dispatcher") && REAPERS.contains(fault.role())) {
                faults.add(death(random, workers));
            }
            faults.add(fault);
        }
        // Of a source of its own: without a reaper, a seed tells what it would if there were none.
        Random other = new Random(seed * 0xD1342543DE82EF95L + 7);
        int reapers = other.nextInt(4) == 0 ? 1 : 0;
        if (reapers > 0) {
            for (int i = other.nextInt(3); i > 0; i--) {
                faults.add(fault(other, "reaper", 1, REAPERS_OWN, 300));
                faults.add(death(other, workers));
            }
        }
        for (int i = other.nextInt(4) == 0 ? 1 + other.nextInt(2) : 0; i > 0; i--) {
            faults.add(adrift(other, workers, dispatchers, commands));
        }
        Extras extras = new Extras(reapers, false);
        return new Plan(
                seed, haste, workers, dispatchers, seated, users, acts, commands, extras, faults);
    }

    private static Fault fault(
            Random random, int workers, int dispatchers, int users, int commands) {
        int who = random.nextInt(commands == 0 ? 22 : 28);
        if (who < 11) {
            return fault(random, "worker", oneOf(random, workers), WORKERS_OWN, 250);
        }
        if (who < 19) {
            return fault(random, "dispatcher", oneOf(random, dispatchers), DISPATCHERS_OWN, 600);
        }
        return who < 22
                ? fault(random, "user", 1 + random.nextInt(users), USERS_OWN, 16)
                : fault(random, "command", 1 + random.nextInt(commands), COMMANDS_OWN, 120);
    }

    /** One of those that are there at the start; now and then of those that come later. */
    private static int oneOf(Random random, int many) {
        return random.nextInt(5) == 0 ? many + 1 : 1 + random.nextInt(many);
    }

    /**
     * @param life how many operations such a party has at most, but for a few
     */
    private static Fault fault(
            Random random, String kindOfParty, int which, List<Role> roles, int life) {
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        Role role =
                kind == Kind.OLD_LISTING ? Role.LISTING : roles.get(random.nextInt(roles.size()));
        int most =
                switch (role) {
                    case ANY -> life;
                    case LISTING -> life / 2;
                    case BEAT -> life / 10;
                    default -> 5;
                };
        double early = random.nextDouble() * random.nextDouble();
        boolean stalls = kind == Kind.STALL_BEFORE || kind == Kind.STALL_AFTER;
        int amount = 1 + (stalls ? random.nextInt(LONGEST_STALL) : few(random));
        return new Fault(kindOfParty + which, role, 1 + (int) (most * early), kind, amount);
    }

    private static Fault adrift(Random random, int workers, int dispatchers, int commands) {
        int who = random.nextInt(commands == 0 ? 6 : 8);
        String party =
                who < 4
                        ? "worker" + oneOf(random, workers)
                        : who < 6
                                ? "dispatcher" + oneOf(random, dispatchers)
                                : "command" + (1 + random.nextInt(commands));
        boolean renews = !party.startsWith("dispatcher") && random.nextInt(3) > 0;
        Role role = renews ? Role.RENEW : Role.FENCE;
        int number = 1 + random.nextInt(4);
        int before = random.nextInt(Fault.BEFORE);
        return Fault.adrift(party, role, number, before, random.nextInt(3));
    }

    /** What a reaper does needs somebody who was lost. */
    private static Fault death(Random random, int workers) {
        Kind kind = List.of(Kind.KILL_AFTER, Kind.STALL_BEFORE).get(random.nextInt(2));
        Role role = List.of(Role.APPEND, Role.PUBLISH, Role.BEAT).get(random.nextInt(3));
        return new Fault("worker" + (1 + random.nextInt(workers)), role, 1, kind, 30);
    }

    private static int few(Random random) {
        return random.nextInt(3) > 0 ? 0 : random.nextInt(30);
    }

    boolean hasStalls() {
        return faults.stream()
                .map(Fault::kind)
                .anyMatch(kind -> kind == Kind.STALL_BEFORE || kind == Kind.STALL_AFTER);
    }

    int reapers() {
        return extras.reapers();
    }

    boolean onDisk() {
        return extras.onDisk();
    }

    Plan with(List<Fault> others) {
        return with(acts, commands, extras, others);
    }

    Plan with(Extras others) {
        return with(acts, commands, others, faults);
    }

    Plan withActs(int fewer) {
        return with(fewer, commands, extras, faults);
    }

    Plan withCommands(int fewer) {
        return with(acts, fewer, extras, faults);
    }

    /** The same, but on the default file system. */
    Plan playedOnDisk() {
        return with(new Extras(reapers(), true));
    }

    private Plan with(int newActs, int newCommands, Extras newExtras, List<Fault> newFaults) {
        return new Plan(
                seed,
                haste,
                workers,
                dispatchers,
                seated,
                users,
                newActs,
                newCommands,
                newExtras,
                newFaults);
    }

    static Plan parse(String text) {
        String[] parts = text.split(",");
        if (parts.length == 1) {
            return of(Long.parseLong(parts[0]));
        }
        List<String> rest = Arrays.stream(parts).skip(8).toList();
        Plan plan =
                new Plan(
                        Long.parseLong(parts[0]),
                        Integer.parseInt(parts[1]),
                        Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]),
                        Boolean.parseBoolean(parts[4]),
                        Integer.parseInt(parts[5]),
                        Integer.parseInt(parts[6]),
                        Integer.parseInt(parts[7]),
                        Extras.parse(rest),
                        rest.stream()
                                .filter(part -> part.contains(":"))
                                .map(Fault::parse)
                                .toList());
        if (!plan.toString().equals(text)) {
            throw new IllegalArgumentException(text + " is no plan; nearest is " + plan);
        }
        return plan;
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
                                Integer.toString(acts),
                                Integer.toString(commands))
                        + extras;
        return faults.stream().map(fault -> "," + fault).collect(Collectors.joining("", cast, ""));
    }
}
