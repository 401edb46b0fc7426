package org.fjd.job;

import java.util.Comparator;

/**
 * Runs of ASCII digits compare as numbers of any length, everything else by its characters; names
 * that are equal so far (job1, job01) compare as strings, which makes the order total.
 */
final class NaturalOrder implements Comparator<String> {

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int result;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int iEnd = endOfDigits(a, i);
                int jEnd = endOfDigits(b, j);
                result = compareNumbers(a.substring(i, iEnd), b.substring(j, jEnd));
                i = iEnd;
                j = jEnd;
            } else {
                result = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (result != 0) {
                return result;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String m = withoutLeadingZeros(a);
        String n = withoutLeadingZeros(b);
        int byLength = Integer.compare(m.length(), n.length());
        return byLength != 0 ? byLength : m.compareTo(n);
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
