import { Menu, type MenuItemConstructorOptions } from "electron";
import { COMMANDS, MENUS, type Command, type CommandId, type MenuName } from "../src/contract/commands.ts";
import { say } from "../resources/messages/say.ts";
import { tellWindows } from "./door.ts";

const entry = (command: Command & { id: CommandId }, offered: ReadonlySet<string>): MenuItemConstructorOptions[] => {
  const item: MenuItemConstructorOptions = command.role
    ? { role: command.role, label: say(`command.${command.id}`) }
    : {
        id: command.id,
        label: say(`command.${command.id}`),
        enabled: offered.has(command.id),
        click: () => tellWindows("menu.chosen", { command: command.id }),
      };
  if (command.keys !== undefined) item.accelerator = command.keys;
  return command.rule ? [{ type: "separator" }, item] : [item];
};

const menu = (name: MenuName, offered: ReadonlySet<string>): MenuItemConstructorOptions => ({
  label: say(`menu.${name}`),
  submenu: COMMANDS.filter((command) => command.menu === name).flatMap((command) => entry(command, offered)),
});

/// The native menu from the one list of commands; what the window does not offer now is grey.
export function showMenu(offered: ReadonlySet<string>): void {
  const menus = MENUS.filter((name) => COMMANDS.some((command: Command) => command.menu === name)).map((name) => menu(name, offered));
  const first: MenuItemConstructorOptions[] = process.platform === "darwin" ? [{ role: "appMenu" }] : [];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...first, ...menus]));
}
