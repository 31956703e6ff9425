package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.training.UpdateRule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {

  @Test
  void factories_giveTheNamedRule() {
    assertEquals(new UpdateRule.Sgd(), Optimizer.sgd().rule());
    assertEquals(new UpdateRule.Momentum(0.8, false), Optimizer.momentum(0.8).rule());
    assertEquals(new UpdateRule.Momentum(0.9, true), Optimizer.nesterov(0.9).rule());
    assertEquals(new UpdateRule.Adam(0.9, 0.999, 1e-7), Optimizer.adam().rule());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.999999})
  void momentum_inRange_isAccepted(double momentum) {
    assertEquals(new UpdateRule.Momentum(momentum, false), Optimizer.momentum(momentum).rule());
    assertEquals(new UpdateRule.Momentum(momentum, true), Optimizer.nesterov(momentum).rule());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void momentum_outOfRange_isNamed(double momentum) {
    var plain = assertThrows(IllegalArgumentException.class, () -> Optimizer.momentum(momentum));
    var nesterov = assertThrows(IllegalArgumentException.class, () -> Optimizer.nesterov(momentum));
    String name = "momentum (" + momentum + ") must be from 0.0 to ";

    assertTrue(plain.getMessage().startsWith(name), plain::getMessage);
    assertTrue(nesterov.getMessage().startsWith(name), nesterov::getMessage);
  }

  /**
   * A checkpoint resumes only if the options read the same, so different options must read
   * differently.
   */
  @Test
  void toString_differentOptimizers_differs() {
    Set<String> texts =
        Set.of(
            Optimizer.sgd().toString(),
            Optimizer.momentum(0.9).toString(),
            Optimizer.momentum(0.8).toString(),
            Optimizer.nesterov(0.9).toString(),
            Optimizer.adam().toString());

    assertEquals(5, texts.size());
    assertEquals(Optimizer.nesterov(0.9).toString(), Optimizer.nesterov(0.9).toString());
  }
}
