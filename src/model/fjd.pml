/*
 * The protocol of internals.md, for Spin. `check` beside this file runs it. Commands that change or retry jobs are in
 * steer.pml, packs of ended jobs in packs.pml.
 *
 * One step (an atomic, a d_step or a statement) is one operation of the file system, or none. Between two of them
 * anybody else may go on. A move whose reply is lost happened, but is reported as an error. There is no clock: that
 * somebody crashes, looks dead, is slow, or reads an old listing are choices, each limited by a number below.
 *
 * The switches that are named in capitals in the code (#ifdef) each break one rule. Spin finds out what for.
 */
#ifndef JOBS
#define JOBS 1
#endif
#ifndef DISPATCHERS
#define DISPATCHERS 2
#endif
#ifndef NAMESAKES
#define NAMESAKES 0      /* 1: both jobs have the same name */
#endif
#ifndef CRASHES
#define CRASHES 0        /* of worker 0 */
#endif
#ifndef REAPER_CRASHES
#define REAPER_CRASHES 0 /* of dispatcher 0 */
#endif
#ifndef FALSE_DEATHS
#define FALSE_DEATHS 0   /* a living worker is struck off */
#endif
#ifndef TAKE_OVERS
#define TAKE_OVERS 0     /* a reaper takes an entry of the morgue from a living one */
#endif
#ifndef LATE
#define LATE 0           /* a dispatcher is slower than the worker's 2 s between take and assign */
#endif
#ifndef LOST_REPLIES
#define LOST_REPLIES 0
#endif
#ifndef OLD_LISTINGS
#define OLD_LISTINGS 0   /* a listing misses the job that came last */
#endif
#ifndef OLD_ROLLS
#define OLD_ROLLS 0      /* a listing of the roll misses a worker */
#endif
#ifndef TAKES
#define TAKES 0          /* a user moves a reservation away with the ended jobs */
#endif
#ifndef ADRIFT
#define ADRIFT 0         /* a worker's pod can't be opened until it is moved */
#endif
#ifndef RETURNS
#define RETURNS 0        /* a worker returns its job */
#endif
#ifndef RETRIES
#define RETRIES 0        /* a user moves an ended job back into the queue, or a command into retryqueue/ */
#endif
#ifndef REMOVALS
#define REMOVALS 0       /* a job removes its own file, perhaps with its pod */
#endif
#ifndef LIMIT
#define LIMIT 5          /* the crash limit */
#endif
#ifndef NUMBERS
#define NUMBERS 6        /* numbers that a worker has for its pods; an assertion tells if they do not suffice */
#endif
#define RUNS (2 * NUMBERS)
#define OWNER(pod) ((pod) / NUMBERS)
#define RUNS_OF(w) (((1 << NUMBERS) - 1) << ((w) * NUMBERS))

/* A directory is the set of the runs for which an entry lies there. `pod` is the number of a run everywhere. */
#define HAS(set, pod) (((set) >> (pod)) & 1)
#define ADD(set, pod) set = set | (1 << (pod))
#define DROP(set, pod) set = set & ~(1 << (pod))
#define MOVE(from, to, pod) DROP(from, pod); ADD(to, pod)

/* Where a job file lies. It has exactly one name: at[job]. */
#define OUT 0            /* not submitted yet */
#define QUEUED 1         /* jobqueue/ */
#define ENDED 2          /* done/, failed/ */
#define REMOVED 3        /* by the job itself */
#define RETRY(pod) (10 + (pod)) /* retryqueue/<job>@<run> */
#define IN(pod) (30 + (pod))    /* in the directory of that run, be it in jobpods/ or in the morgue */
byte at[JOBS];
byte ends[JOBS];         /* valid results in the file */
byte losses[JOBS];       /* runs that the file calls lost */
byte queued[JOBS];       /* how often it was queued by its user */

/* What the file says of a run: its whole sections. A torn one counts as absent, as if it were not written. */
#define NOTHING 0
#define RETURNED 1       /* [attempt.n] state = returned */
#define LOST 2           /* [attempt.n] state = lost */
#define SETTLED 3        /* [result] */
#define GIVEN_UP 4       /* [result] state = lost */
byte says[JOBS * RUNS];
#define SAYS(job, pod) says[(job) * RUNS + (pod)]
#define IS_RESULT(what) ((what) >= SETTLED)
#define IS_LOST(what) ((what) == LOST || (what) == GIVEN_UP)

int pods;                /* jobpods/<run> */
int announced;           /* workerqueue/<run> */
int taken;               /* .fjd/taken/<run> */
int morgue[5];           /* .fjd/morgue/<run>@<holder> */
#define WORKER(w) (2 + (w)) /* holders: the dispatchers are 0 and 1 */
#define NOBODY 4
bool onRoll[2];          /* .fjd/workers/<worker> */

/* done/ and failed/ as one: a name is free, reserved, or a job's. */
#define COPIES 5         /* <job>, <job>~2, ... */
#define FREE 0
#define RESERVED 1
#define USED 2           /* USED + job */
byte archive[JOBS * COPIES];
#define NAME(job) (NAMESAKES -> 0 : (job))
#define SLOT(job, copy) archive[NAME(job) * COPIES + (copy)]

/* No target ever exists: a rename would overwrite it. */
#if JOBS == 2
#define NO_TARGET(job, place) assert(!(NAMESAKES && at[1 - (job)] == (place)))
#define ANY_IN(pod) (at[0] == IN(pod) || at[1] == IN(pod))
#define ANY_QUEUED (IS_QUEUED(0) || IS_QUEUED(1))
#define ALL(is) (is(0) && is(1))
#else
#define NO_TARGET(job, place) skip
#define ANY_IN(pod) (at[0] == IN(pod))
#define ANY_QUEUED (IS_QUEUED(0))
#define ALL(is) (is(0))
#endif
#define COMMAND RUNS     /* the runs of commands that retry, which never were any, come after these */
#define IS_QUEUED(job) (at[job] == QUEUED || (at[job] >= RETRY(0) && at[job] < RETRY(COMMAND + 4)))
#define IS_ENDED(job) (at[job] == ENDED || at[job] == REMOVED)

/* What may still go wrong. */
byte crashes = CRASHES, reaperCrashes = REAPER_CRASHES, falseDeaths = FALSE_DEATHS, takeOvers = TAKE_OVERS,
     late = LATE, lostReplies = LOST_REPLIES, oldListings = OLD_LISTINGS, returns = RETURNS, retries = RETRIES,
     removals = REMOVALS, oldRolls = OLD_ROLLS, takes = TAKES, adrift = ADRIFT;
bool workerDead[2], dispatcherDead[2];
int pending[2];          /* the pod that a dispatcher is about to assign to; only PATIENCE_OVER asks for it */

/* A rename of a job file. */
inline rename(job, place) {
    NO_TARGET(job, place);
    at[job] = place
}

/* Any member of a listing that is not empty. */
inline choose(listed, pod) {
    pod = 0;
    do
    :: HAS(listed, pod) -> break
    :: (listed >> (pod + 1)) != 0 -> pod++
    od;
    listed = 0
}

/* A job in the directory of a run; JOBS if the listing shows none. */
inline list(pod, job) {
    atomic {
        if
        :: at[0] == IN(pod) -> job = 0
#if JOBS == 2
        :: at[1] == IN(pod) -> job = 1
#endif
        :: !ANY_IN(pod) -> job = JOBS
        :: ANY_IN(pod) && oldListings > 0 -> oldListings--; job = JOBS
        fi
    }
}

/* Appends a section; the handle is open, so wherever the file lies by now. */
inline append(job, pod, what) {
    d_step {
        if
#if defined(LOST_NOT_FINAL) || defined(NO_STAMP)
        :: what == LOST && SAYS(job, pod) == SETTLED -> skip
#elif defined(LOST_WINS)
        :: IS_LOST(SAYS(job, pod)) -> skip
#else
        :: SAYS(job, pod) != NOTHING -> skip /* lost or not, what stands first is final */
#endif
        :: else ->
            ends[job] = ends[job] - IS_RESULT(SAYS(job, pod)) + IS_RESULT(what);
            losses[job] = losses[job] + IS_LOST(what);
            SAYS(job, pod) = what
        fi;
        assert(ends[job] <= queued[job]);                     /* never two ends */
        assert(at[job] != ENDED || ends[job] == queued[job])  /* never one that is void afterwards */
    }
}

/* Empty, it may be somebody else's reservation by now, who then reserves another name. */
#if defined(NO_RESERVATION) || defined(NO_SECOND_LOOK)
#define IS_OURS(job, copy) true
#else
#define IS_OURS(job, copy) (SLOT(job, copy) == RESERVED)
#endif

/*
 * Publish: reserve a name by exclusive creation, then replace that. `source`: the file is where the caller has it.
 * Whether the reservation is still there is seen in one step with the move. In the code there is an instant between the
 * two, in which a user may still take it away, and a namesake come.
 */
inline publish(job, source, copy, moved) {
    do
    :: d_step {
            copy = 0;
            do
            :: SLOT(job, copy) == FREE -> break
            :: else -> copy++; assert(copy < COPIES)
            od;
#ifndef NO_RESERVATION
            SLOT(job, copy) = RESERVED
#endif
        };
        atomic {
            if
            :: source && IS_OURS(job, copy) ->
                assert(SLOT(job, copy) < USED); /* no overwrite */
                SLOT(job, copy) = USED + job;
                at[job] = ENDED;
                assert(ends[job] == queued[job]);
                moved = true;
                if
                :: true
                :: lostReplies > 0 -> lostReplies--; moved = false
                fi;
                break
            :: source && !IS_OURS(job, copy)  /* reserves anew */
            :: else -> moved = false; break
            fi
        }
    od;
    if
    :: !moved ->
#ifdef NO_LOOK
        assert(SLOT(job, copy) < USED);
        SLOT(job, copy) = FREE
#else
        if                                    /* after an error the target is looked at */
        :: SLOT(job, copy) >= USED -> moved = true
        :: SLOT(job, copy) < USED ->
#ifdef DELETE_IN_DOUBT
            d_step { assert(SLOT(job, copy) < USED); SLOT(job, copy) = FREE }
#endif
            /* The source is gone: this is our reservation, or our file went on and it is another's. It stays. */
        fi
#endif
    :: else
    fi;
    copy = 0
}

/* A worker's next number. */
inline next(pod) {
    assert(pod % NUMBERS < NUMBERS - 1);      /* there are enough of them */
    pod++
}

/* Renews a pod, if it is there: what slipped in comes along. */
inline renumber(pod, moved) {
    atomic {
        moved = HAS(pods, pod);
        next(pod);
        if
        :: moved ->
            DROP(pods, pod - 1); ADD(pods, pod);
            if
            :: at[0] == IN(pod - 1) -> at[0] = IN(pod)
            :: else
            fi;
#if JOBS == 2
            if
            :: at[1] == IN(pod - 1) -> at[1] = IN(pod)
            :: else
            fi
#endif
        :: else
        fi
    }
}

/* A pod that can't be opened is moved into the morgue, in its worker's name, and back. Nothing else comes in between. */
inline toAndFro(w, pod) {
    d_step { adrift > 0 && HAS(pods, pod) -> adrift--; MOVE(pods, morgue[WORKER(w)], pod) };
    if
#ifdef HALF_WAY
    :: true
#endif
    :: d_step {
        if
        :: HAS(morgue[WORKER(w)], pod) -> MOVE(morgue[WORKER(w)], pods, pod)
        :: else                               /* struck off, and a reaper has it */
        fi }
    fi
}

/* 2 s after its announcement was taken. */
#define PENDING(pod) HAS(pending[0] | pending[1], pod)
#define PATIENCE_OVER(pod) (!PENDING(pod) || late > 0)

proctype Worker(byte w) {
    byte pod, stamp, job, copy, how;
    bool noted, moved;
    {
        pod = NUMBERS * w;
    enlist:
        onRoll[w] = true;

    open:                                     /* the roll is the licence to have pods */
        if
        :: !onRoll[w] -> goto afresh
        :: onRoll[w]
        fi;
        ADD(pods, pod);

    announce:
        atomic {
            taken = taken & ~RUNS_OF(w);      /* that file is used again */
            ADD(announced, pod)
        }

    wait:
        if
        :: atomic { HAS(pods, pod) && ANY_IN(pod) ->
            if
            :: at[0] == IN(pod) -> job = 0
#if JOBS == 2
            :: at[1] == IN(pod) -> job = 1
#endif
            fi }
#ifndef NO_GIVING_UP
        :: d_step { !HAS(announced, pod) && !(HAS(pods, pod) && ANY_IN(pod)) && PATIENCE_OVER(pod) ->
            late = late - PENDING(pod) };
            goto giveUp
#endif
        :: toAndFro(w, pod); goto wait
        :: !onRoll[w] -> goto afresh          /* the heart tells it */
        fi;

    running:
        stamp = pod;
        if
        :: how = SETTLED
        :: atomic { returns > 0 -> returns--; how = RETURNED }
        :: atomic { removals > 0 && at[job] == IN(pod) && HAS(pods, pod) ->
            removals--; how = SETTLED; at[job] = REMOVED;
            if
            :: true
            :: !ANY_IN(pod) -> DROP(pods, pod)
            fi }
        :: !onRoll[w] -> goto afresh          /* ends its job and writes nothing */
        fi;

    finish:
        if
        :: toAndFro(w, pod)
        :: true
        fi;
        if                                    /* opens the file */
        :: at[job] == IN(pod) && HAS(pods, pod)
        :: else -> goto missing
        fi;
        append(job, stamp, how);
        noted = true;
        if
        :: how == SETTLED ->
            publish(job, at[job] == IN(pod) && HAS(pods, pod), copy, moved)
        :: else ->
            atomic {
                moved = false;
                if
                :: at[job] == IN(pod) && HAS(pods, pod) ->
                    rename(job, RETRY(stamp));
                    if
                    :: moved = true
                    :: lostReplies > 0 -> lostReplies--
                    fi
                :: else
                fi
            }
            if
            :: !moved && at[job] == RETRY(stamp) -> moved = true /* the reply was lost */
            :: else
            fi
        fi;
        if
        :: moved -> goto vacate
        :: else
        fi;

    missing:                                  /* the file is not where it was: why? */
#ifndef NO_ROLL
        if
        :: !onRoll[w] -> goto afresh          /* it was fenced */
        :: onRoll[w]
        fi;
#endif
        if
#ifdef FORGETFUL
        :: at[job] == ENDED && SAYS(job, stamp) != NOTHING -> goto vacate
        :: at[job] == RETRY(stamp) -> goto vacate
#else
        :: noted -> goto vacate               /* nobody else moves it: it went on, and the reply was lost */
#endif
        :: else
        fi;
    restore:                                  /* the job removed it: it is written again */
        if
        :: HAS(pods, pod)
        :: !HAS(pods, pod) ->                 /* with its pod, which is made again: nobody else comes for it */
#ifdef OLD_STAMP
            next(pod);
#endif
            if
#ifndef NO_ROLL
            :: !onRoll[w] -> goto afresh
#endif
            :: else -> ADD(pods, pod)
            fi
        fi;
        atomic {
            if
            :: HAS(pods, pod) ->
                assert(at[job] == REMOVED);   /* else there would be two of it */
                at[job] = IN(pod);
                goto finish
            :: else -> goto missing
            fi
        };

    vacate:                                   /* what else lies in the pod goes to the strays */
        atomic { assert(!(HAS(pods, pod) && ANY_IN(pod))); job = 0; how = 0; stamp = 0; noted = false; moved = false };

    renew:
        renumber(pod, moved);
        if
        :: atomic { moved -> moved = false }; goto announce
        :: else -> goto open
        fi;

#ifdef RENEW_TAKEN
    giveUp:                                   /* the pod is announced again under the next number */
        renumber(pod, moved);
        if
        :: !moved -> goto open
        :: atomic { moved -> moved = false }
        fi;
        list(pod, job);
        if
        :: atomic { job == JOBS -> job = 0 }; goto announce
        :: atomic { job != JOBS -> job = 0 }; goto wait
        fi;
#else
    giveUp:                                   /* fences its own pod */
        atomic {
            if
            :: HAS(pods, pod) -> MOVE(pods, morgue[WORKER(w)], pod)
            :: else
            fi
        };
    emptying:                                 /* queues again what slipped in */
        list(pod, job);
        d_step {
            if
            :: job != JOBS && HAS(morgue[WORKER(w)], pod) && at[job] == IN(pod) -> rename(job, RETRY(pod))
            :: else
            fi;
            job = 0
        };
        atomic {                              /* rmdir decides */
            if
            :: HAS(morgue[WORKER(w)], pod) && ANY_IN(pod) -> goto emptying
            :: else -> DROP(morgue[WORKER(w)], pod)
            fi
        };
#ifndef NUMBER_TWICE
        d_step { next(pod) };
#endif
        goto open;
#endif

    afresh:                                   /* struck off: withdraws, fences, enlists anew */
        atomic {
            job = 0; how = 0; stamp = 0; noted = false; moved = false; copy = 0;
            DROP(announced, pod); DROP(taken, pod)
        };
        d_step {
            if
            :: HAS(pods, pod) -> MOVE(pods, morgue[NOBODY], pod)
            :: else
            fi;
            next(pod)
        };
        goto enlist
    } unless {
        atomic { workerDead[w] -> pod = 0; stamp = 0; job = 0; copy = 0; how = 0; noted = false; moved = false }
    }
}

#define LOOKS_LOST(w) (onRoll[w] && (workerDead[w] || falseDeaths > 0))
#ifdef FENCE_FIRST
#define UNLICENSED(w) (!onRoll[w] || LOOKS_LOST(w))
#else
#define UNLICENSED(w) (!onRoll[w])
#endif
#define TO_FENCE (((UNLICENSED(0) -> RUNS_OF(0) : 0) | (UNLICENSED(1) -> RUNS_OF(1) : 0)) & pods)

/* Entries of the morgue that a reaper may work on: their holder is not on the roll. */
#ifdef NO_HEIR
#define OF_OTHER(d) 0
#else
#define OF_OTHER(d) (takeOvers > 0 || dispatcherDead[1 - (d)] -> morgue[1 - (d)] : 0)
#endif
#define OF_WORKER(w) (onRoll[w] -> 0 : morgue[WORKER(w)])
#define REAPABLE(d) (morgue[d] | morgue[NOBODY] | OF_OTHER(d) | OF_WORKER(0) | OF_WORKER(1))
#define OF_LIVING (morgue[WORKER(0)] | morgue[WORKER(1)])
/* The roll was read before: its worker may have enlisted again by now. */
#define STILL_THERE(d) (morgue[NOBODY] | OF_OTHER(d) | morgue[WORKER(0)] | morgue[WORKER(1)])

#ifdef NO_FENCE
#define HELD(d, pod) (HAS(morgue[d], pod) || HAS(pods, pod))
#else
#define HELD(d, pod) HAS(morgue[d], pod)
#endif

proctype Dispatcher(byte d) {
    byte pod, job, from, copy, how, verdict;
    bool moved;
    int listed;
    {
    do
    /* Dispatch: looks, takes, assigns. */
    :: atomic { announced != 0 && ANY_QUEUED ->
        listed = announced; choose(listed, pod);
        if
        :: IS_QUEUED(0) -> job = 0
#if JOBS == 2
        :: IS_QUEUED(1) -> job = 1
#endif
        fi;
        from = at[job] };
        atomic {                              /* take: only the one whose move succeeds may assign */
            if
            :: HAS(announced, pod) ->
                MOVE(announced, taken, pod);
                if
                :: moved = true; ADD(pending[d], pod)
                :: lostReplies > 0 -> lostReplies--
                fi
            :: else
            fi
        };
#ifdef BELIEVE_TAKE
        if
        :: atomic { !moved && HAS(taken, pod) -> moved = true; ADD(pending[d], pod) }
        :: else
        fi;
#endif
        if
        :: moved ->
            atomic {                          /* assign: whatever file has that name by now */
                moved = false;
#if JOBS == 2
                if
                :: NAMESAKES && from == QUEUED && at[job] != QUEUED && at[1 - job] == QUEUED -> job = 1 - job
                :: else
                fi;
#endif
                if
                :: at[job] == from && HAS(pods, pod) ->
                    rename(job, IN(pod));
                    if
                    :: moved = true
                    :: lostReplies > 0 -> lostReplies--
                    fi
                :: else
                fi;
                pending[d] = 0
            };
#ifdef GIVE_BACK
            if
            :: !moved -> d_step { DROP(taken, pod); ADD(announced, pod) }
            :: else
            fi
#endif
        :: else
        fi;
        d_step { pod = 0; job = 0; from = 0; moved = false }

    /* Reap: strikes off who looks lost. */
#ifndef FENCE_FIRST
    :: d_step { LOOKS_LOST(0) -> falseDeaths = falseDeaths - !workerDead[0]; onRoll[0] = false }
    :: d_step { LOOKS_LOST(1) -> falseDeaths = falseDeaths - !workerDead[1]; onRoll[1] = false }
#endif

    /* Reap: fences the pods of who is not on the roll. */
    :: atomic {
            if
            :: TO_FENCE != 0 -> listed = TO_FENCE
#if OLD_ROLLS
            :: oldRolls > 0 && pods != 0 -> oldRolls--; listed = pods
#endif
            fi;
            choose(listed, pod)
        };
#ifdef NO_STRIKE
        skip;
#elif !defined(FENCE_FIRST)
        d_step {                              /* it may be on the roll; without that pod, see FALSE_DEATHS */
            if
            :: HAS(pods, pod) -> onRoll[OWNER(pod)] = false
            :: else
            fi
        };
#endif
#ifndef NO_FENCE
        d_step {
            if
            :: HAS(pods, pod) -> MOVE(pods, morgue[d], pod)
            :: else
            fi
        };
#endif
        d_step { DROP(announced, pod); DROP(taken, pod) };
#ifdef FENCE_FIRST
        d_step {
            if
            :: LOOKS_LOST(OWNER(pod)) ->
                falseDeaths = falseDeaths - !workerDead[OWNER(pod)]; onRoll[OWNER(pod)] = false
            :: else
            fi
        };
#endif
#ifdef NO_FENCE
        goto send;
#else
        pod = 0
#endif

    /* Reap: sends on what lies in the morgue. */
    :: atomic {
            if
            :: REAPABLE(d) != 0 -> listed = REAPABLE(d)
#if OLD_ROLLS
            :: oldRolls > 0 && OF_LIVING != 0 -> oldRolls--; listed = OF_LIVING
#endif
            fi;
            choose(listed, pod)
        };
        d_step {                              /* take over: that fences the other reaper */
            if
            :: HAS(morgue[d], pod)
            :: !HAS(morgue[d], pod) && HAS(STILL_THERE(d), pod) ->
                takeOvers = takeOvers - (HAS(morgue[1 - d], pod) && !dispatcherDead[1 - d]);
                DROP(morgue[0], pod); DROP(morgue[1], pod); DROP(morgue[2], pod); DROP(morgue[3], pod);
                DROP(morgue[4], pod); ADD(morgue[d], pod)
            :: else
            fi
        };
    send:
        list(pod, job);
        if
        :: job != JOBS && HELD(d, pod) ->
            how = SAYS(job, pod);             /* reads */
#ifdef NO_STAMP
            how = (ends[job] > 0 -> SETTLED : how);
#endif
            if
            :: how == NOTHING && HELD(d, pod) && at[job] == IN(pod) -> /* opens */
                verdict = (losses[job] + 1 >= LIMIT -> GIVEN_UP : LOST);
                append(job, pod, verdict);
#ifdef LOST_WINS
                how = verdict
#else
                how = SAYS(job, pod)          /* reads what was decided */
#endif
            :: else
            fi;
            if
            :: IS_RESULT(how) ->
                publish(job, HELD(d, pod) && at[job] == IN(pod), copy, moved)
            :: else ->
                d_step {
                    if
                    :: HELD(d, pod) && at[job] == IN(pod) -> rename(job, RETRY(pod))
                    :: else
                    fi
                }
            fi
        :: else ->
#ifdef CLEAR_UNSEEN
            assert(!(HELD(d, pod) && ANY_IN(pod)))
#endif
        fi;
        d_step {                              /* rmdir decides */
            if
            :: HAS(morgue[d], pod) && !ANY_IN(pod) -> DROP(morgue[d], pod)
            :: else
            fi;
#ifdef NO_FENCE
            if
            :: !ANY_IN(pod) -> DROP(pods, pod)
            :: else
            fi;
#endif
            pod = 0; job = 0; how = 0; verdict = 0; copy = 0; moved = false
        }
    od
    } unless {
        atomic { dispatcherDead[d] ->
            pending[d] = 0; pod = 0; job = 0; from = 0; copy = 0; how = 0; verdict = 0; moved = false }
    }
}

/* Who may crash at any instant. One worker and one dispatcher live on. */
active proctype Fate() {
    do
    :: d_step { crashes > 0 -> crashes--; workerDead[0] = true }
    :: d_step { reaperCrashes > 0 -> reaperCrashes--; dispatcherDead[0] = true }
    od
}

active proctype User() {
    byte job;
    byte copy;
    atomic { run Worker(0); run Worker(1); run Dispatcher(0) };
#if DISPATCHERS == 2
    run Dispatcher(1);
#endif
    do
    :: d_step { job < JOBS && !(NAMESAKES && job == 1 && at[0] == QUEUED) -> at[job] = QUEUED; queued[job]++; job++ }
#if RETRIES
    :: d_step { retries > 0 && at[0] == ENDED && !(NAMESAKES && at[1] == QUEUED) ->
        retries--;
        do
        :: SLOT(0, copy) == USED -> break
        :: else -> copy++
        od;
        SLOT(0, copy) = FREE; copy = 0; at[0] = QUEUED; queued[0]++ }
    :: d_step { retries > 0 && at[0] == ENDED -> /* fjd retry: one move, to a name that nobody else has */
        retries--;
        do
        :: SLOT(0, copy) == USED -> break
        :: else -> copy++
        od;
        SLOT(0, copy) = FREE; copy = 0; at[0] = RETRY(COMMAND + retries); queued[0]++ }
#endif
#if TAKES
    :: d_step { takes > 0 && SLOT(0, 0) == RESERVED -> takes--; SLOT(0, 0) = FREE }
#endif
    od
}

/* When nothing can happen any more, every job has ended. */
active proctype Quiet() {
    timeout -> assert(ALL(IS_ENDED))
}

ltl all_end { <> (ALL(IS_ENDED)) }
