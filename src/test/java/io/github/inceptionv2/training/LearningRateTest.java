package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {

  private static final double EXACT = 1e-15;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 3, 9.99, 10, 11})
  void constant_anyTime_isTheRate(double epoch) {
    assertEquals(0.05, LearningRate.constant(0.05).at(epoch, 10));
  }

  /** The cosine of 60 degrees is 0.5, and of 120 degrees -0.5. */
  @ParameterizedTest
  @CsvSource({"0,0.4", "2,0.3", "3,0.2", "4,0.1", "6,0", "6.5,0"})
  void cosine_ofSixEpochs_fallsAlongHalfACosine(double epoch, double expected) {
    assertEquals(expected, LearningRate.cosine(0.4).at(epoch, 6), EXACT);
  }

  @ParameterizedTest
  @CsvSource({"0,0.8", "1.99,0.8", "2,0.2", "3.9,0.2", "4,0.05", "6,0.0125"})
  void step_everyTwoEpochs_isMultiplied(double epoch, double expected) {
    assertEquals(expected, LearningRate.step(0.8, 0.25, 2).at(epoch, 100), EXACT);
  }

  @Test
  void step_fractionsOfAnEpoch_count() {
    LearningRate rate = LearningRate.step(1, 0.5, 0.25);

    assertEquals(1, rate.at(0.24, 1));
    assertEquals(0.5, rate.at(0.25, 1));
    assertEquals(0.125, rate.at(0.99, 1));
  }

  @Test
  void warmUp_rising_isLinearFromZero() {
    for (LearningRate rate : new LearningRate[] {constant(), cosine(), step()}) {
      LearningRate warmed = rate.withWarmUp(2);

      assertEquals(0, warmed.at(0, 10), rate::toString);
      assertEquals(0.1, warmed.at(0.5, 10), EXACT, rate::toString);
      assertEquals(0.3, warmed.at(1.5, 10), EXACT, rate::toString);
      assertEquals(0.4, warmed.at(Math.nextDown(2.0), 10), 1e-9, rate::toString);
      assertEquals(0.4, warmed.at(2, 10), EXACT, rate::toString);
    }
  }

  /** The cosine spans the remaining epochs; steps count from the start of training. */
  @Test
  void warmUp_over_continuesTheSchedule() {
    assertEquals(0.4, constant().withWarmUp(2).at(9, 10));
    assertEquals(0.3, cosine().withWarmUp(2).at(2 + 8 / 3.0, 10), EXACT);
    assertEquals(0.2, cosine().withWarmUp(2).at(6, 10), EXACT);
    assertEquals(0, cosine().withWarmUp(2).at(10, 10), EXACT);
    assertEquals(0.4, step().withWarmUp(2).at(2.9, 10), EXACT);
    assertEquals(0.2, step().withWarmUp(2).at(3, 10), EXACT);
  }

  @Test
  void warmUp_asLongAsTheTrainingOrLonger_onlyRises() {
    assertEquals(0.2, cosine().withWarmUp(10).at(5, 10), EXACT);
    assertEquals(0.2, cosine().withWarmUp(20).at(10, 10), EXACT);
    assertEquals(0.4, cosine().withWarmUp(10).at(10, 10), EXACT);
  }

  @Test
  void warmUp_none_changesNothing() {
    assertEquals(0.4, cosine().withWarmUp(3).withWarmUp(0).at(0, 10));
    assertEquals(cosine().toString(), cosine().withWarmUp(0).toString());
  }

  @ParameterizedTest
  @MethodSource
  void bounds_areAllowed(Supplier<LearningRate> allowed) {
    double rate = allowed.get().at(0, 1);

    assertTrue(rate >= 0 && rate <= 100);
  }

  static Stream<Supplier<LearningRate>> bounds_areAllowed() {
    return Stream.of(
        () -> LearningRate.constant(0),
        () -> LearningRate.constant(100),
        () -> LearningRate.step(0.1, 1, 0.01),
        () -> LearningRate.step(0.1, Double.MIN_VALUE, 1),
        () -> LearningRate.cosine(0.1).withWarmUp(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource
  void arguments_outOfRange_areNamed(String name, Supplier<LearningRate> refused) {
    var e = assertThrows(IllegalArgumentException.class, refused::get);

    assertTrue(e.getMessage().startsWith(name + " must be from "), e::getMessage);
  }

  static Stream<Arguments> arguments_outOfRange_areNamed() {
    return Stream.of(
        refused("learning rate (-0.1)", () -> LearningRate.constant(-0.1)),
        refused("learning rate (100.1)", () -> LearningRate.cosine(100.1)),
        refused("learning rate (NaN)", () -> LearningRate.step(Double.NaN, 0.5, 1)),
        refused("learning rate (Infinity)", () -> LearningRate.constant(1 / 0.0)),
        refused("factor (0.0)", () -> LearningRate.step(0.1, 0, 1)),
        refused("factor (1.1)", () -> LearningRate.step(0.1, 1.1, 1)),
        refused("factor (NaN)", () -> LearningRate.step(0.1, Double.NaN, 1)),
        refused("everyEpochs (0.0)", () -> LearningRate.step(0.1, 0.5, 0)),
        refused("everyEpochs (-1.0)", () -> LearningRate.step(0.1, 0.5, -1)),
        refused("warm-up epochs (-1.0)", () -> cosine().withWarmUp(-1)),
        refused("warm-up epochs (NaN)", () -> cosine().withWarmUp(Double.NaN)));
  }

  @Test
  void toString_eachKind_hasItsNumbers() {
    assertEquals("constant 0.4", constant().toString());
    assertEquals("cosine 0.4 after 2.0 epochs of warm-up", cosine().withWarmUp(2).toString());
    assertEquals("step 0.4 times 0.5 every 3.0 epochs", step().toString());
  }

  private static Arguments refused(String name, Supplier<LearningRate> refused) {
    return Arguments.of(name, refused);
  }

  private static LearningRate constant() {
    return LearningRate.constant(0.4);
  }

  private static LearningRate cosine() {
    return LearningRate.cosine(0.4);
  }

  private static LearningRate step() {
    return LearningRate.step(0.4, 0.5, 3);
  }
}
