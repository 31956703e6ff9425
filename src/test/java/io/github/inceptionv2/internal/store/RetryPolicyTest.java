package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

  private static final long MEGABYTE = 1 << 20;

  private static final StoreSettings.Network SETTINGS =
      new StoreSettings.Network(null, Map.of(), Duration.ofSeconds(30), 2, Duration.ofSeconds(1));

  @Test
  void attemptsWithProgress_continue() throws HttpFailure {
    RetryPolicy patience = new RetryPolicy(SETTINGS, 0);
    for (int attempt = 1; attempt <= 100; attempt++) {
      assertEquals(Duration.ofSeconds(1), patience.pause(broken(), attempt * MEGABYTE));
    }
  }

  @Test
  void attemptsWithoutProgress_fail() throws HttpFailure {
    RetryPolicy patience = new RetryPolicy(SETTINGS, 0);
    patience.pause(broken(), MEGABYTE);
    patience.pause(broken(), 0);
    HttpFailure last =
        assertThrows(HttpFailure.class, () -> patience.pause(broken(), MEGABYTE + 1000));

    assertEquals("broken (3 attempts, at most 1049576 bytes)", last.getMessage());
  }

  @Test
  void smallProgress_addsUp() throws HttpFailure {
    RetryPolicy patience = new RetryPolicy(SETTINGS, 0);
    for (int attempt = 1; attempt <= 100; attempt++) {
      patience.pause(broken(), attempt * 140_000L);
    }
  }

  /** The part may be of another file, which is not the fault of this mirror. */
  @Test
  void discardedPartOfAnEarlierDownload_isRestarted() throws HttpFailure {
    RetryPolicy patience = new RetryPolicy(SETTINGS, 40 * MEGABYTE);
    patience.pause(broken(), 0);
    for (int attempt = 1; attempt <= 30; attempt++) {
      patience.pause(broken(), attempt * MEGABYTE);
    }
    patience.pause(broken(), 0);
    assertThrows(HttpFailure.class, () -> patience.pause(broken(), 30 * MEGABYTE));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "-1,0", "'',0", "soon,0", "1e3,0", "'Thu, 01 Jan 1970 00:00:00 GMT',0"})
  void retryAfter_isRead(String value, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), RetryPolicy.retryAfter(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void retryAfter_long_isCapped(String value) throws HttpFailure {
    RetryPolicy patience = new RetryPolicy(SETTINGS, 0);
    HttpFailure busy = HttpFailure.ofStatus(429, RetryPolicy.retryAfter(value));
    Duration all = Duration.ZERO;
    for (int attempt = 1; attempt <= 100; attempt++) {
      Duration pause = patience.pause(busy, attempt * MEGABYTE);
      assertTrue(pause.compareTo(Duration.ofSeconds(30)) <= 0, pause.toString());
      all = all.plus(pause);
    }
    assertEquals(Duration.ofSeconds(2 * 30 + 98), all, "two long pauses, then the usual pauses");
  }

  private static HttpFailure broken() {
    return new HttpFailure("broken", true, null);
  }
}
