// Formats numbers for the page. The server computes them; here they are only written.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A number with some decimals, or with a power of ten if it is too small or too large for them. */
export function format(value, decimals = 3) {
  const number = Number(value);
  if (!Number.isFinite(number)) {
    return signed(value);
  }
  const size = Math.abs(number);
  if (size !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e5)) {
    return scientific(number);
  }
  return fixed(number, decimals);
}

/** A number with some decimals, however small. */
export function fixed(value, decimals = 3) {
  const text = Number(value).toFixed(decimals);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/** A number with six digits, or fewer if these are exact. */
export function short(value) {
  return signed(Number.isFinite(Number(value)) ? Number(Number(value).toPrecision(6)) : value);
}

/** A number in full, with a typographic minus sign. */
export function signed(number) {
  return String(number).replace('Infinity', '∞').replaceAll('-', '−');
}

/** Such as 2.1·10⁻⁹. */
function scientific(value) {
  const [digits, exponent] = Number(value).toExponential(1).split('e');
  return `${digits.replace('-', '−')}·${powerOfTen(Number(exponent))}`;
}

function powerOfTen(exponent) {
  const digits = [...String(Math.abs(exponent))].map(digit => SUPERSCRIPTS[digit]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}
