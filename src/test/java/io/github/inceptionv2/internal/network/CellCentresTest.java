package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellCentresTest {

  /** Each halving of an even size moves the centres by half a cell: 0.5 + 1 + 2 + 4 + 8 pixels. */
  @ParameterizedTest
  @CsvSource({
    "Conv2d_1a_7x7, 224, 1.5, 2",
    "Conv2d_2c_3x3, 224, 3.5, 4",
    "MaxPool_3a_3x3, 224, 7.5, 8",
    "Mixed_3c, 224, 7.5, 8",
    "Mixed_4a, 224, 15.5, 16",
    "Mixed_4e, 224, 15.5, 16",
    "Mixed_5c, 224, 31.5, 32",
    // 257 stays odd on its way down: 129, 65, 33, 17, 9
    "Conv2d_1a_7x7, 257, 0.5, 2",
    "Mixed_5c, 257, 0.5, 32",
    // 299 becomes 150, 75, 38, 19; the even sizes move the centres by 2 and 8
    "Mixed_5c, 299, 10.5, 32",
  })
  void of_anyEndpoint_middleOfTheReceptiveField(
      String endpoint, int size, double first, double step) {
    assertEquals(new CellCentres(first, step), CellCentres.of(endpoint, size));
  }

  @Test
  void of_smallestInput_oneCell() {
    CellCentres one = CellCentres.of("Mixed_5c", 32);

    assertTrue(one.first() > 0 && one.first() <= 32, one.toString());
  }

  @Test
  void of_endpointWithoutCells_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> CellCentres.of("global_pool", 224));
  }
}
