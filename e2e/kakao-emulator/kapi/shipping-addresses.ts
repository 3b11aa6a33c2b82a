// GET /v1/user/shipping_address: where a person has things sent, in pages.
import { type JsonObject, RawJson } from "../http/raw-json";
import type { ShippingAddress } from "../world/person-schema";
import { type PersonCall, requireSignedUp } from "./caller";
import { consentsOf } from "./consents";
import { readInteger, readLong } from "./parameters";
import { refuse } from "./refusal";

const defaultPageSize = 10;
/** The default address is on the first page whatever its age: one more has to say where we are. */
const minPageSize = 2;

/** Without consent this call answers a flag, not -402. */
export function answerShippingAddresses(call: PersonCall): JsonObject {
  requireSignedUp(call);
  const { app, person, link } = call;
  const { isConfigured, isAgreed } = consentsOf(app, link)("shipping_address");
  if (!isConfigured) throw refuseItemOff(app.name);
  const page = readPage(call);
  const hasNone = !isAgreed || person.shippingAddresses.length === 0;
  return {
    user_id: new RawJson(person.id),
    shipping_addresses: hasNone ? undefined : page.map(describeAddress),
    shipping_addresses_needs_agreement: !isAgreed,
  };
}

function refuseItemOff(app: string) {
  return refuse("kapi-item-off", { app, items: "shipping_address", api: "SHIPPING_ADDRESS" });
}

function readPage({ incoming, person }: PersonCall): ShippingAddress[] {
  const addressId = readLong(incoming, "address_id");
  const fromUpdatedAt = readInteger(incoming, "from_updated_at", 0) ?? 0;
  const pageSize = readInteger(incoming, "page_size", minPageSize) ?? defaultPageSize;
  if (addressId !== null) {
    return person.shippingAddresses.filter(({ id }) => String(id) === addressId);
  }
  const rest = person.shippingAddresses
    .filter((address) => !address.isDefault)
    .sort((one, other) => other.updatedAt - one.updatedAt);
  if (fromUpdatedAt > 0) {
    return rest.filter(({ updatedAt }) => updatedAt < fromUpdatedAt).slice(0, pageSize);
  }
  const first = person.shippingAddresses.filter((address) => address.isDefault);
  return [...first, ...rest].slice(0, pageSize);
}

function describeAddress(address: ShippingAddress): JsonObject {
  return {
    id: address.id,
    name: address.name,
    is_default: address.isDefault,
    updated_at: address.updatedAt,
    type: address.type,
    base_address: address.baseAddress,
    detail_address: address.detailAddress,
    receiver_name: address.receiverName ?? undefined,
    receiver_phone_number1: address.receiverPhoneNumber1 ?? undefined,
    receiver_phone_number2: address.receiverPhoneNumber2 ?? undefined,
    zone_number: address.zoneNumber ?? undefined,
    zip_code: address.zipCode ?? undefined,
  };
}
