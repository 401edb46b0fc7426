/*
 * Commands that change queued jobs (hold, release, cancel), or queue ended ones again (retry), for Spin; `check` beside
 * this file runs it. It is read after fjd.pml, and its steps are meant as there. A worker and its dispatcher are one
 * party here, which does nothing wrong, and so is the reaper: what may happen to those is in fjd.pml.
 */
#ifndef DEATHS
#define DEATHS 0         /* of commands, at any step */
#endif
#ifndef FALSE_DEATHS
#define FALSE_DEATHS 0   /* a living command is struck off: it was stopped past the lease */
#endif
#ifndef LOST_REPLIES
#define LOST_REPLIES 0
#endif
#ifndef NAMESAKES
#define NAMESAKES 0      /* 1: another job of the same name is submitted, once that is free */
#endif
#ifndef RETRIES
#define RETRIES 0        /* by two commands */
#endif
#ifndef COMMANDS
#define COMMANDS 2       /* that change */
#endif
#ifndef DEEDS
#define DEEDS 1          /* of each of these */
#endif
#define NUMBERS 6        /* that each of them has for its pods; an assertion tells if they do not suffice */
#define OWNER(pod) ((pod) / NUMBERS)
#define RETRIER(r) (2 * NUMBERS + (r)) /* the run that is none, under which a retry queues */
#define RUNS (2 * NUMBERS)

#define HAS(set, pod) (((set) >> (pod)) & 1)
#define ADD(set, pod) set = set | (1 << (pod))
#define DROP(set, pod) set = set & ~(1 << (pod))
#define MOVE(from, to, pod) DROP(from, pod); ADD(to, pod)

/* Where a file lies. There are two: a job, and its namesake, or what a broken rule makes, a copy. */
#define NOWHERE 0
#define QUEUED 1                /* jobqueue/<job> */
#define ENDED 2                 /* done/ or failed/, under a free name */
#define RUNNING(file) (3 + (file))
#define RETRY(run) (10 + (run)) /* retryqueue/<job>@<run> */
#define IN(pod) (40 + (pod))    /* in the directory of that run, be it in jobpods/ or in the morgue */
byte at[2];
#define IS_QUEUED(file) (at[file] == QUEUED || (at[file] >= RETRY(0) && at[file] < IN(0)))
#define ANY_QUEUED (IS_QUEUED(0) || IS_QUEUED(1))
#define ANY_IN(pod) (at[0] == IN(pod) || at[1] == IN(pod))

/* What a file says. Of the run of a command: whether it was lost, or cancelled the job. */
bool held[2];
#define NOTHING 0
#define LOST 1
#define CANCELLED 2
#define HELD 3           /* what a command is to do, beside CANCELLED */
#define RELEASED 4
#define GONE 5
byte says[2 * RUNS];
#define SAYS(file, pod) says[(file) * RUNS + (pod)]
byte ends[2];            /* valid results */
byte queued;             /* how often users queued a job */
bool toldHeld[2];        /* by a command that has the file, until the first step of one that releases */

int pods, morgue[4];     /* holders: the commands 0 and 1 */
#define REAPER 2
#define NOBODY 3
bool onRoll[2], dead[2];
byte deaths = DEATHS, falseDeaths = FALSE_DEATHS, lostReplies = LOST_REPLIES, retries = RETRIES;

#define CONSISTENT assert(ends[0] + ends[1] <= queued) /* never two ends */

inline rename(file, place) {
    assert((place) == ENDED || at[1 - (file)] != (place)); /* no overwrite */
    at[file] = place
}

/* Any file that is queued. */
inline chooseQueued(file) {
    if
    :: IS_QUEUED(0) -> file = 0
    :: IS_QUEUED(1) -> file = 1
    fi
}

/* Any member of a set that is not empty. */
inline choose(listed, pod) {
    pod = 0;
    do
    :: HAS(listed, pod) -> break
    :: (listed >> (pod + 1)) != 0 -> pod++
    od;
    listed = 0
}

/* Sends on what lies in a directory that the caller holds: where the file says. */
inline send(file, pod, isMine, what, sent) {
    atomic {                                  /* reads */
        sent = false;
        if
        :: at[file] == IN(pod) && isMine -> what = SAYS(file, pod)
        :: else -> what = GONE
        fi
    };
    atomic {
        if
        :: at[file] == IN(pod) && isMine && what == CANCELLED -> rename(file, ENDED); sent = true
        :: at[file] == IN(pod) && isMine && what != CANCELLED ->
#ifdef OLD_NAME
            rename(file, QUEUED);
#else
            rename(file, RETRY(pod));
#endif
            if
            :: sent = true
            :: lostReplies > 0 -> lostReplies--
            fi
        :: else
        fi
    };
    if                                        /* after an error the target is looked at */
    :: !sent && what != GONE && what != CANCELLED && at[file] == RETRY(pod) -> sent = true
    :: else
    fi
}

proctype Command(byte c) {
    byte pod, file, from, deed, what, done;
    bool enlisted, sent;
    {
        pod = NUMBERS * c;
    look:
        if
        :: enlisted && !(done < DEEDS && ANY_QUEUED) -> goto leave /* before it waits for something */
        :: atomic { done < DEEDS && ANY_QUEUED -> done++;              /* and reads */
            chooseQueued(file);
            from = at[file];
            if
            :: deed = CANCELLED
            :: held[file] -> deed = RELEASED; toldHeld[file] = false
            :: !held[file] -> deed = HELD
            fi }
        fi;
#ifdef IN_PLACE
        atomic {
            if
            :: at[file] == from && deed == CANCELLED -> ends[file]++; CONSISTENT; at[file] = ENDED
            :: at[file] == from && deed != CANCELLED -> held[file] = (deed == HELD); toldHeld[file] = held[file]
            :: else
            fi;
            goto look
        };
#endif
#ifdef COPY_BACK
        atomic {                              /* writes the changed file elsewhere, then deletes this one */
            if
            :: at[file] == from && at[1] == NOWHERE ->
                at[1] = RETRY(pod); held[1] = (deed == HELD); ends[1] = ends[file]
            :: else -> goto look
            fi
        };
        atomic {
            if
            :: at[file] == from -> at[file] = NOWHERE
            :: else
            fi;
            goto look
        };
#endif
        if
        :: !enlisted -> onRoll[c] = true; enlisted = true
        :: else
        fi;
        d_step {                              /* a pod, which nobody is told of */
            assert(pod % NUMBERS < NUMBERS - 1);
            DROP(pods, pod); pod++; ADD(pods, pod)
        };

    take:                                     /* whatever file has that name by now */
        atomic {
            sent = false;
            if
            :: at[1 - file] == from && at[file] != from -> file = 1 - file
            :: else
            fi;
            if
            :: at[file] == from && HAS(pods, pod) ->
                rename(file, IN(pod));
                if
                :: sent = true
                :: lostReplies > 0 -> lostReplies--
                fi
            :: else
            fi
        };
        if
        :: !sent && at[file] == IN(pod) && HAS(pods, pod) -> skip   /* the reply was lost */
        :: !sent && !(at[file] == IN(pod) && HAS(pods, pod)) -> goto leave /* another one was first */
        :: sent
        fi;

        if                                    /* opens */
        :: at[file] == IN(pod) && HAS(pods, pod)
        :: else -> sent = false; goto missing
        fi;
        d_step {                              /* appends, wherever the file lies by now: a change may come late */
            if
            :: deed == HELD -> held[file] = true; toldHeld[file] = at[file] == IN(pod) && HAS(pods, pod)
            :: deed == RELEASED -> held[file] = false; toldHeld[file] = false
#ifdef NOT_FINAL
            :: deed == CANCELLED && SAYS(file, pod) != CANCELLED ->
#else
            :: deed == CANCELLED && SAYS(file, pod) == NOTHING ->
#endif
                SAYS(file, pod) = CANCELLED; ends[file]++; CONSISTENT
            :: else
            fi
        };
        send(file, pod, HAS(pods, pod), what, sent);
    missing:
#ifndef BELIEVE
        if
        :: !sent && !onRoll[c] -> goto leave  /* it was fenced */
        :: else                               /* it went on, and the reply was lost */
        fi;
#endif
    told:
        assert(deed != CANCELLED || SAYS(file, pod) == CANCELLED);
        if
        :: goto look
        :: true
        fi;

    leave:                                    /* gives up its pod */
        if
        :: !onRoll[c] ->
            d_step {
                if
                :: HAS(pods, pod) -> MOVE(pods, morgue[NOBODY], pod)
                :: else
                fi
            }
        :: onRoll[c] ->
            d_step {
                if
                :: HAS(pods, pod) -> MOVE(pods, morgue[c], pod)
                :: else
                fi
            };
            if
            :: ANY_IN(pod) && HAS(morgue[c], pod) ->
                file = (at[0] == IN(pod) -> 0 : 1);
                send(file, pod, HAS(morgue[c], pod), what, sent)
            :: else
            fi;
            d_step {                          /* rmdir decides */
                if
                :: HAS(morgue[c], pod) && !ANY_IN(pod) -> DROP(morgue[c], pod)
                :: HAS(morgue[c], pod) && ANY_IN(pod) -> MOVE(morgue[c], morgue[NOBODY], pod)
                :: else
                fi
            }
        fi;
        d_step { onRoll[c] = false; enlisted = false; file = 0; from = 0; what = 0; sent = false };
        goto look
    } unless {
        atomic { dead[c] -> file = 0; from = 0; what = 0; sent = false; deed = 0 }
    }
}

#define OF(c) (onRoll[c] -> 0 : morgue[c])
#define REAPABLE (morgue[REAPER] | morgue[NOBODY] | OF(0) | OF(1))
#define RUNS_OF(c) (((1 << NUMBERS) - 1) << ((c) * NUMBERS))
#define TO_FENCE (((onRoll[0] -> 0 : RUNS_OF(0)) | (onRoll[1] -> 0 : RUNS_OF(1))) & pods)

active proctype Reaper() {
    byte pod, file, what;
    bool sent;
    int listed;
    do
    :: d_step { onRoll[0] && (dead[0] || falseDeaths > 0) -> falseDeaths = falseDeaths - !dead[0]; onRoll[0] = false }
    :: d_step { onRoll[1] && (dead[1] || falseDeaths > 0) -> falseDeaths = falseDeaths - !dead[1]; onRoll[1] = false }
    :: atomic { TO_FENCE != 0 -> listed = TO_FENCE; choose(listed, pod) };
        onRoll[OWNER(pod)] = false;           /* it may have enlisted again meanwhile */
        d_step {
            if
            :: HAS(pods, pod) -> MOVE(pods, morgue[REAPER], pod)
            :: else
            fi;
            pod = 0
        }
    :: atomic { REAPABLE != 0 -> listed = REAPABLE; choose(listed, pod) };
        d_step {
            if
            :: HAS(morgue[0] | morgue[1] | morgue[NOBODY], pod) ->
                DROP(morgue[0], pod); DROP(morgue[1], pod); DROP(morgue[NOBODY], pod); ADD(morgue[REAPER], pod)
            :: else
            fi
        };
        if
        :: ANY_IN(pod) && HAS(morgue[REAPER], pod) ->
            file = (at[0] == IN(pod) -> 0 : 1);
            if
            :: SAYS(file, pod) == NOTHING ->  /* reads; then appends, and who wrote first is right */
                d_step {
                    if
                    :: SAYS(file, pod) == NOTHING -> SAYS(file, pod) = LOST
                    :: else
                    fi
                }
            :: else
            fi;
            send(file, pod, HAS(morgue[REAPER], pod), what, sent)
        :: else
        fi;
        d_step {
            if
            :: HAS(morgue[REAPER], pod) && !ANY_IN(pod) -> DROP(morgue[REAPER], pod)
            :: else
            fi;
            pod = 0; file = 0; what = 0; sent = false
        }
    od
}

#define MAY_RUN(file) (IS_QUEUED(file) && !held[file])
/* A dispatcher, and a worker whom nothing happens to. */
active proctype Worker() {
    byte file, from;
    do
    :: atomic { MAY_RUN(0) || MAY_RUN(1) ->   /* looks and reads */
        if
        :: MAY_RUN(0) -> file = 0
        :: MAY_RUN(1) -> file = 1
        fi;
        from = at[file] };
        atomic {                              /* whatever file has that name by now */
            if
            :: at[1 - file] == from && at[file] != from -> file = 1 - file
            :: else
            fi;
            if
            :: at[file] == from ->
                assert(!toldHeld[file]);
                rename(file, RUNNING(file))
            :: else
            fi
        };
        if
        :: at[file] == RUNNING(file) ->
            d_step { ends[file]++; CONSISTENT };
            rename(file, ENDED)
        :: else
        fi;
        d_step { file = 0; from = 0 }
    od
}

active [2] proctype Retrier() {
    byte file, number;
    do
    :: atomic { retries > 0 && (at[0] == ENDED || at[1] == ENDED) ->
        retries--; number = retries;
        if
        :: at[0] == ENDED -> file = 0
        :: at[1] == ENDED -> file = 1
        fi };
#ifdef RETRY_COPIES
        atomic {
            if
            :: at[file] == ENDED && at[1] == NOWHERE ->
                at[1] = RETRY(RETRIER(number)); ends[1] = ends[0]; queued++
            :: else
            fi
        };
        atomic {
            if
            :: at[0] == ENDED && at[1] != NOWHERE -> at[0] = NOWHERE; ends[0] = 0
            :: else
            fi
        }
#else
        atomic {                              /* one move; its reply changes nothing */
            if
            :: at[file] == ENDED ->
#ifdef RETRY_NAME
                rename(file, QUEUED);
#else
                rename(file, RETRY(RETRIER(number)));
#endif
                queued++
            :: else
            fi;
            file = 0; number = 0
        }
#endif
    od
}

active proctype User() {
    atomic { at[0] = QUEUED; queued++; run Command(0) };
#if COMMANDS == 2
    run Command(1);
#endif
    do
    :: atomic { NAMESAKES && at[1] == NOWHERE && at[0] != QUEUED -> at[1] = QUEUED; queued++ }
    :: d_step { deaths > 0 && !dead[0] -> deaths--; dead[0] = true }
    :: d_step { deaths > 0 && !dead[1] -> deaths--; dead[1] = true }
    od
}

/* When nothing can happen any more, every job has ended once for each time, or is held. */
#define IS_HELD(file) (IS_QUEUED(file) && held[file])
#define RESTS(file) (at[file] == NOWHERE || at[file] == ENDED || IS_HELD(file))
active proctype Quiet() {
    timeout -> assert(RESTS(0) && RESTS(1) && ends[0] + ends[1] + IS_HELD(0) + IS_HELD(1) == queued && !pods
        && !(morgue[0] | morgue[1] | morgue[REAPER] | morgue[NOBODY]))
}
