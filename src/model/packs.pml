/*
 * Packs of ended jobs (archive, restore, settle), for Spin; `check` beside this file runs it. It is read after fjd.pml,
 * and its steps are meant as there. There is one job, which its user may queue again; each of its ends makes another
 * version of its file.
 */
#ifndef DEATHS
#define DEATHS 0         /* of who archives or restores, at any step */
#endif
#ifndef RETRIES
#define RETRIES 0
#endif
#ifndef ARCHIVERS
#define ARCHIVERS 2
#endif
#ifndef RESTORERS
#define RESTORERS 0
#endif
#ifndef READERS
#define READERS 1
#endif
#ifndef LOCK
#define LOCK 1           /* 0: .fjd/packing does not keep anybody away */
#endif
#define NONE 0           /* versions are 1, 2, ... */
#define RESTORED 2       /* batches: of the archivers 0 and 1, and this one of the restorer */

byte place[2];           /* done/ or failed/: <job> and <job>~2 */
byte queue;              /* jobqueue/, retryqueue/ or a pod */
byte taken[3];           /* .fjd/packed/<batch>/ */
bool draft[2];           /* .fjd/tmp/<pack>, which can be published */
byte packed[2];          /* archive/<pack> */
bool struck[2];          /* archive/struck/<pack> */
byte last;               /* the version that ended last */

bool dead[3];
#define FREE 3
byte packing = FREE;     /* .fjd/packing */
byte deaths = DEATHS, retries = RETRIES;
bool back;               /* a file went against the order in which a reader looks */

#define COUNTS(pack) (packed[pack] != NONE && !struck[pack])
#define IS_IN(pack, version) (COUNTS(pack) && packed[pack] == (version))
#define LIES(version) (place[0] == (version) || place[1] == (version) || queue == (version))
#define IS_TAKEN(version) (taken[0] == (version) || taken[1] == (version) || taken[RESTORED] == (version))

/* An ended job is in its place, taken, or in a pack, and never in its place and in a pack where it counts. */
#define IS_SOMEWHERE (LIES(last) || IS_TAKEN(last) || IS_IN(0, last) || IS_IN(1, last))
#define IS_TWICE (COUNTS(0) && LIES(packed[0]) || COUNTS(1) && LIES(packed[1]))
active proctype Invariant() {
    if
    :: d_step { !IS_SOMEWHERE -> assert(IS_SOMEWHERE) }
    :: d_step { IS_TWICE -> assert(!IS_TWICE) }
    fi
}

/* Moves what was taken to its place, under a free name. */
inline giveBack(batch) {
    if
    :: taken[batch] != NONE && place[0] == taken[batch] -> taken[batch] = NONE /* the same, by another one */
    :: else ->
        atomic {
            if
            :: taken[batch] != NONE && place[0] == NONE -> place[0] = taken[batch]; taken[batch] = NONE; back = true
            :: taken[batch] != NONE && place[0] != NONE ->
                assert(place[1] == NONE);     /* there are enough names */
                place[1] = taken[batch]; taken[batch] = NONE; back = true
            :: else
            fi
        }
    fi
}

/* Strikes a version from a pack, if it is in it. */
inline strike(pack, version) {
    if
    :: packed[pack] == version -> struck[pack] = true
    :: else
    fi
}

/* For what was left: if its pack is published, deletes it, else puts it back. `before`: the packs of then. */
inline settle(batch, left, before) {
    if
    :: batch != RESTORED ->
#ifndef KEEP_DRAFT
        draft[batch] = false;                 /* so it can't be published any more */
#endif
        left = taken[batch];
        if
        :: left != NONE && packed[batch] == NONE -> giveBack(batch)
        :: left != NONE && packed[batch] != NONE -> taken[batch] = NONE
        :: else
        fi
    :: else ->
        before = (packed[0] != NONE) | (packed[1] != NONE) << 1;
        left = taken[batch];
        if
        :: left != NONE ->
            strikeBefore(before, left);
            giveBack(batch)
        :: else
        fi
    fi;
    left = NONE; before = 0
}

inline strikeBefore(before, version) {
#ifdef STRIKE_ALL
    before = (packed[0] != NONE) | (packed[1] != NONE) << 1;
#endif
    if
    :: before & 1 -> strike(0, version)
    :: else
    fi;
    if
    :: before & 2 -> strike(1, version)
    :: else
    fi
}

/* Begins, and settles all that was left. */
inline begin(self, batch, left, before) {
    atomic { !LOCK || packing == FREE || dead[packing] -> packing = self };
    batch = 0;
    do
    :: batch < 3 ->
        if
        :: taken[batch] != NONE -> settle(batch, left, before)
        :: else
        fi;
        batch++
    :: else -> break
    od
}

inline end(self) {
    atomic {
        if
        :: packing == self -> packing = FREE
        :: else
        fi
    }
}

proctype Archiver(byte self) {
    byte batch, left, before, found, content;
    {
        begin(self, batch, left, before);
        found = place[0];
        draft[self] = true;
        if
        :: found == NONE -> goto close
        :: else
        fi;
#ifdef PACK_FIRST
        atomic {
            if
            :: draft[self] -> packed[self] = found; draft[self] = false
            :: else
            fi
        };
        atomic {
            if
            :: place[0] == found -> place[0] = NONE
            :: else
            fi;
            goto over
        };
#endif
        atomic {                              /* takes: whatever has that name by now */
            if
            :: place[0] != NONE -> taken[self] = place[0]; place[0] = NONE
            :: else -> goto close
            fi
        };
        if
        :: taken[self] != found -> goto close
        :: else
        fi;
        content = taken[self];                /* reads */
        if
        :: content == NONE -> goto close      /* somebody settled it */
        :: else
        fi;
        atomic {                              /* publishes */
            if
            :: draft[self] -> packed[self] = content; draft[self] = false
            :: else -> goto close
            fi
        };
        if
        :: taken[self] == packed[self] -> taken[self] = NONE
        :: else ->                            /* somebody settled it: there may be no other copy */
#ifdef STRIKE_MISSING
            struck[self] = true
#endif
        fi;
        goto over;
    close:
        settle(self, left, before);
    over:
        end(self)
    } unless {
        atomic { dead[self] -> batch = 0; left = 0; before = 0; found = 0; content = 0 }
    }
}

proctype Restorer() {
    byte batch, left, before, pack, version;
    {
        begin(RESTORED, batch, left, before);
        atomic {                              /* of two in packs, the later one */
            if
            :: COUNTS(0) && !(COUNTS(1) && packed[1] > packed[0]) -> pack = 0
            :: COUNTS(1) && !(COUNTS(0) && packed[0] > packed[1]) -> pack = 1
            :: !COUNTS(0) && !COUNTS(1) -> goto over
            fi;
            version = packed[pack]
        };
        before = (packed[0] != NONE) | (packed[1] != NONE) << 1;
        if
        :: place[0] != NONE -> goto over      /* it, or another one of its name */
        :: else
        fi;
        if
        :: struck[pack] -> goto over          /* restored by another one */
        :: else
        fi;
        d_step { taken[RESTORED] = version; back = true }; /* the move of a draft, which counts from now on */
#ifdef PUBLISH_FIRST
        giveBack(RESTORED);
        strikeBefore(before, version);
#else
        strikeBefore(before, version);
        giveBack(RESTORED);
#endif
    over:
        end(RESTORED)
    } unless {
        atomic { dead[RESTORED] -> batch = 0; left = 0; before = 0; pack = 0; version = 0 }
    }
}

/* Its user queues it again, and it ends again. */
active proctype User() {
    byte copy;
    atomic { last = 1; place[0] = 1; run Archiver(0) };
#if ARCHIVERS == 2
    run Archiver(1);
#endif
#if RESTORERS
    run Restorer();
#endif
    do
    :: atomic { retries > 0 && queue == NONE && (place[0] != NONE || place[1] != NONE) ->
        retries--;
        copy = (place[0] != NONE -> 0 : 1);
        queue = place[copy]; place[copy] = NONE; copy = 0; back = true }
    :: d_step { queue != NONE -> /* here it is at work */
        last++; queue = NONE; back = true;
        if
        :: place[0] == NONE -> place[0] = last
        :: else -> assert(place[1] == NONE); place[1] = last
        fi }
    :: d_step { deaths > 0 && !dead[0] -> deaths--; dead[0] = true }
    :: d_step { deaths > 0 && RESTORERS && !dead[RESTORED] -> deaths--; dead[RESTORED] = true }
    od
}

/* Who lists finds it, if nothing moves against the order. */
active [READERS] proctype Reader() {
    bool seen;
    d_step { place[0] != NONE; back = false };
#ifdef PACKS_FIRST
    seen = seen || COUNTS(0) || COUNTS(1);
    seen = seen || IS_TAKEN(last);
    seen = seen || place[0] || place[1];
#else
    seen = seen || place[0] || place[1];
    seen = seen || IS_TAKEN(last);
    seen = seen || COUNTS(0) || COUNTS(1);
#endif
    assert(seen || back)
}
