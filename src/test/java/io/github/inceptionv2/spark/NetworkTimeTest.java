package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetworkTimeTest {

  private final NetworkTime listener = new NetworkTime();

  @Test
  void take_isTheSumSinceTheLastCall() {
    NetworkTime.take();
    listener.onRun(1, Duration.ofMillis(3));
    listener.onRun(16, Duration.ofMillis(4));
    assertEquals(Duration.ofMillis(7), NetworkTime.take());
    assertEquals(Duration.ZERO, NetworkTime.take());
  }

  @Test
  void take_excludesOtherThreads() throws InterruptedException {
    NetworkTime.take();
    Thread other = new Thread(() -> listener.onRun(1, Duration.ofMillis(3)));
    other.start();
    other.join();
    assertEquals(Duration.ZERO, NetworkTime.take());
  }
}
